import { createHash, randomBytes } from 'node:crypto';
import { newId, newProjectId } from '../../src/db/columns.ts';
import { account } from '../../src/features/account/account.table.ts';
import { actor, affiliation } from '../../src/features/actor/actor.table.ts';
import { annotation, annotationRange } from '../../src/features/annotation/annotation.table.ts';
import { document, documentVersion } from '../../src/features/document/document.table.ts';
import { event } from '../../src/features/event/event.table.ts';
import { issue } from '../../src/features/issue/issue.table.ts';
import { layer } from '../../src/features/layer/layer.table.ts';
import { project, variable } from '../../src/features/project/project.table.ts';
import * as tables from '../../src/features/statement/statement.table.ts';
import { projectHead } from '../../src/feed/change.table.ts';
import { encodeGlobalId, type NodeType } from '../../src/protocol/global-id.ts';
import { parseEdtf } from '../../src/protocol/edtf-date.ts';
import type { Db } from '../../src/tables.ts';

type Row<Table extends { $inferInsert: object }> = Partial<Table['$inferInsert']>;
type StatementRow = Row<typeof tables.statement>;
type AnnotationRow = Row<typeof annotation>;

/** A document's keys: its own, its first version's and its shared layer's. */
export type SeededDocument = { id: string; versionId: string; layerId: string; length: number };

/**
 * Starts a project of that slug and returns what writes rows straight into its tables, for tests of reading; each function
 * returns the new row's id. Call inside one transaction.
 */
export async function startSeed(db: Db, slug: string, creator?: string) {
  const projectId = newProjectId();
  const [owner] = creator ? [{ id: creator }] : await db.select({ id: account.id }).from(account).limit(1);
  if (!owner) throw new Error('there is no account yet');
  const base = { projectId, createdBy: owner.id };
  await db.insert(project).values({ id: projectId, slug, name: slug, createdBy: owner.id });
  await db.insert(projectHead).values({ projectId, cursorKey: randomBytes(32) });

  const addLayer = async (documentId: string, row: Row<typeof layer> = {}): Promise<string> => {
    const id = newId();
    await db.insert(layer).values({ projectId, id, documentId, kind: 'SHARED', ...row });
    return id;
  };

  return {
    projectId,
    accountId: owner.id,
    globalId: (type: NodeType, id: string) => encodeGlobalId(type, projectId, id),
    addLayer,

    async actor(name: string, row: Row<typeof actor> = {}): Promise<string> {
      const id = newId();
      await db.insert(actor).values({ ...base, id, slug: name, name, kind: 'PERSON', ...row });
      return id;
    },

    async affiliation(actorId: string, ofId: string, row: Row<typeof affiliation> = {}): Promise<string> {
      const id = newId();
      await db.insert(affiliation).values({ ...base, id, actorId, ofId, kind: 'MEMBER_OF', ...row });
      return id;
    },

    async issue(name: string, row: Row<typeof issue> = {}): Promise<string> {
      const id = newId();
      await db.insert(issue).values({ ...base, id, slug: name, label: name, ...row });
      return id;
    },

    async event(name: string, row: Row<typeof event> = {}): Promise<string> {
      const id = newId();
      await db.insert(event).values({ ...base, id, slug: name, title: name, status: 'ACTUAL', ...row });
      return id;
    },

    async variable(name: string, row: Row<typeof variable> = {}): Promise<string> {
      const id = newId();
      await db.insert(variable).values({ ...base, id, slug: name, label: name, type: 'TEXT', ...row });
      return id;
    },

    async document(name: string, text: string, row: Row<typeof document> = {}): Promise<SeededDocument> {
      const id = newId();
      const versionId = newId();
      const sha256 = createHash('sha256').update(text).digest('hex');
      await db
        .insert(document)
        .values({ ...base, id, slug: name, title: name, currentVersionId: versionId, ...row });
      await db
        .insert(documentVersion)
        .values({ ...base, id: versionId, documentId: id, number: 1, text, sha256 });
      return { id, versionId, layerId: await addLayer(id), length: [...text].length };
    },

    async statement(of: SeededDocument, speakerId: string, row: StatementRow = {}): Promise<string> {
      const id = newId();
      const parsed = row.saidOn ? parseEdtf(row.saidOn) : null;
      if (typeof parsed === 'string') throw new Error(parsed);
      await db.insert(tables.statement).values({
        ...base,
        id,
        documentId: of.id,
        layerId: of.layerId,
        speakerId,
        ...(parsed && { saidFrom: parsed.earliest, saidUntil: parsed.latest }),
        ...row,
      });
      return id;
    },

    async addressee(statementId: string, actorId: string): Promise<void> {
      await db.insert(tables.statementAddressee).values({ projectId, statementId, actorId });
    },

    async value(statementId: string, variableId: string, value: boolean | number | string): Promise<void> {
      await db.insert(tables.statementValue).values({ projectId, statementId, variableId, value });
    },

    async relation(
      of: SeededDocument,
      consequentId: string,
      operator: 'IF' | 'ONLY_IF' | 'BECAUSE',
      antecedents: string[],
    ): Promise<string> {
      const id = newId();
      const on = { documentId: of.id, layerId: of.layerId };
      await db.insert(tables.statementRelation).values({ ...base, id, ...on, consequentId, operator });
      await db.insert(tables.relationAntecedent).values(
        antecedents.map((statementId, ordinal) => ({
          projectId,
          relationId: id,
          statementId,
          layerId: of.layerId,
          ordinal,
        })),
      );
      return id;
    },

    async mark(of: SeededDocument, ranges: [number, number][], body: AnnotationRow): Promise<string> {
      const id = newId();
      await db.insert(annotation).values({
        ...base,
        id,
        documentId: of.id,
        layerId: of.layerId,
        motivation: 'CLASSIFYING',
        ...body,
      });
      await db.insert(annotationRange).values(
        ranges.map(([start, end], ordinal) => ({
          projectId,
          annotationId: id,
          ordinal,
          documentId: of.id,
          versionId: of.versionId,
          start,
          end,
        })),
      );
      return id;
    },
  };
}
