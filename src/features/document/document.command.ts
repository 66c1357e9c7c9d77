import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import type { Tx } from '../../db/transaction.ts';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { PROSE_MAX, TITLE_MAX } from '../../protocol/limits.ts';
import { codePointLength } from '../../protocol/offsets.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { checkLanguage } from '../actor/actor.rule.ts';
import { refuseIfUsed, usedMeanwhile } from '../in-use.rule.ts';
import { layerChange, layerRemoval } from '../layer/layer.command.ts';
import { layer } from '../layer/layer.table.ts';
import { isUnchanged, kept, patched, refuseNulls } from '../patch.ts';
import { findProject, keyOf, loadRefs, want } from '../project/ref.query.ts';
import { freeSlug } from '../project/slug.query.ts';
import { checkSlug, line, optionalLine } from '../text.rule.ts';
import { documentUses } from './document.query.ts';
import { checkPublishedOn, checkText } from './document.rule.ts';
import { document, documentVersion } from './document.table.ts';
import { storePassages } from './passage.command.ts';

type Key = { projectId: number; id: string };

type Metadata = {
  source?: string | null;
  publisher?: string | null;
  author?: string | null;
  publishedOn?: string | null;
  language?: string | null;
};

export type CreateDocumentInput = Metadata & {
  idempotencyKey?: string | null;
  project: string;
  slug?: string | null;
  title: string;
  text: string;
};

export type ChangeDocumentInput = Metadata & {
  id: string;
  expectedVersion: number;
  slug?: string | null;
  title?: string | null;
};

const constraints: ConstraintFaults = {
  document_slug: {
    path: ['slug'],
    code: 'CONFLICT',
    message: 'A document of this slug is in the project; take another slug.',
  },
  document_author: { path: ['author'], code: 'NOT_FOUND', message: 'The author was removed meanwhile.' },
  statement_document: usedMeanwhile('document'),
  statement_layer: usedMeanwhile('document'),
  annotation_layer: usedMeanwhile('document'),
  annotation_range_version: usedMeanwhile('document'),
};

/** Stores a document with its first version and its shared layer. @returns the new document's key */
export async function createDocument(db: Db, viewer: Viewer, input: CreateDocumentInput): Promise<Key> {
  const projectId = await findProject(db, input.project);
  const faults = new FaultList();
  const title = line(faults, 'title', input.title, TITLE_MAX);
  const id = newId();
  const row = {
    projectId,
    id,
    slug: checkSlug(faults, 'slug', input.slug, title),
    title,
    ...(await checkMetadata(db, projectId, faults, input)),
    currentVersionId: newId(),
  };
  const text = checkText(faults, input.text);
  throwIfFaulty(faults);
  const version = { id: row.currentVersionId, number: 1, text, sha256: sha256Of(text) };
  const shared = {
    projectId,
    id: newId(),
    documentId: id,
    kind: 'SHARED' as const,
    ownerId: null,
    blind: false,
    state: 'OPEN' as const,
    version: 1,
  };
  const [made = id] = await write(
    db,
    viewer,
    {
      projectId,
      operation: 'createDocument',
      needs: 'EDITOR',
      input,
      idempotencyKey: input.idempotencyKey,
      constraints,
    },
    async ({ tx, changes }) => {
      if (input.slug == null) row.slug = await freeSlug(tx, document, projectId, row.slug);
      await tx.insert(document).values({ ...row, createdBy: viewer.accountId });
      await tx
        .insert(documentVersion)
        .values({ ...version, projectId, documentId: id, createdBy: viewer.accountId });
      await storePassages(tx, { projectId, documentId: id, versionId: version.id, text });
      await tx.insert(layer).values(shared);
      changes.push(
        documentChange('ADDED', { ...row, version: 1 }, { ...version, length: codePointLength(text) }),
        layerChange('ADDED', shared),
      );
      return [id];
    },
  );
  return { projectId, id: made };
}

/** Changes what is known of a document, not its text; null clears. Dates that statements take from it follow. */
export async function changeDocument(db: Db, viewer: Viewer, input: ChangeDocumentInput): Promise<Key> {
  const key = keyOf('Document', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'changeDocument',
      needs: 'EDITOR',
      subject: 'Document',
      input,
      constraints,
    },
    async ({ tx, changes }) => {
      const { currentVersion, ...now } = await lockDocument(tx, key, input);
      const faults = new FaultList();
      refuseNulls(faults, input, ['slug', 'title']);
      const title = line(faults, 'title', kept(input.title, now.title), TITLE_MAX);
      const next = {
        ...now,
        title,
        slug: checkSlug(faults, 'slug', kept(input.slug, now.slug), title),
        ...(await checkMetadata(tx, key.projectId, faults, input, now)),
        version: now.version + 1,
      };
      throwIfFaulty(faults);
      const changed = documentChange('CHANGED', next, currentVersion);
      if (isUnchanged(documentChange('CHANGED', now, currentVersion).state, changed.state)) return [key.id];
      await tx.update(document).set(next).where(isDocument(key));
      changes.push(changed);
      return [key.id];
    },
  );
  return key;
}

/** Removes a document without statements and annotations; its versions and layers go with it. */
export async function removeDocument(
  db: Db,
  viewer: Viewer,
  input: { id: string; expectedVersion: number },
): Promise<Key> {
  const key = keyOf('Document', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'removeDocument',
      needs: 'EDITOR',
      subject: 'Document',
      input,
      constraints,
    },
    async ({ tx, changes }) => {
      const { currentVersion, ...now } = await lockDocument(tx, key, input);
      refuseIfUsed('document', await documentUses(tx, key));
      const layers = await tx
        .delete(layer)
        .where(and(eq(layer.projectId, key.projectId), eq(layer.documentId, key.id)))
        .returning();
      await tx.delete(document).where(isDocument(key));
      changes.push(
        ...layers.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(layerRemoval),
        documentChange('REMOVED', { ...now, version: now.version + 1 }, currentVersion),
      );
      return [key.id];
    },
  );
  return key;
}

const isDocument = (key: Key) => and(eq(document.projectId, key.projectId), eq(document.id, key.id));

type Row = Omit<typeof document.$inferSelect, 'createdAt' | 'createdBy'>;
type VersionFacts = { id: string; number: number; sha256: string; length: number };

/** The document as it stands, locked against other writers, with all but the text of its current version. */
async function lockDocument(tx: Tx, key: Key, expected: Versioned) {
  await tx.select({ id: document.id }).from(document).where(isDocument(key)).for('update');
  const now = await tx.query.document.findFirst({
    where: key,
    columns: { createdAt: false, createdBy: false },
    with: { currentVersion: { columns: { id: true, number: true, sha256: true, length: true } } },
  });
  return checkVersion({ type: 'Document', ...key }, now, expected);
}

/** What the input tells of a document beside its title and text; what it leaves out is as `now`. */
async function checkMetadata(
  db: Db | Tx,
  projectId: number,
  faults: FaultList,
  input: Metadata,
  now?: Pick<Row, 'source' | 'publisher' | 'authorId' | 'publishedOn' | 'language'>,
) {
  const refs = await loadRefs(db, projectId, [want('Actor', input.author, 'author')], faults);
  return {
    source: optionalLine(faults, 'source', patched(input.source, now?.source), PROSE_MAX),
    publisher: optionalLine(faults, 'publisher', patched(input.publisher, now?.publisher)),
    authorId: input.author === undefined ? (now?.authorId ?? null) : refs('Actor', input.author),
    publishedOn: checkPublishedOn(faults, patched(input.publishedOn, now?.publishedOn)),
    language: checkLanguage(faults, ['language'], patched(input.language, now?.language)),
  };
}

function documentChange(kind: 'ADDED' | 'CHANGED' | 'REMOVED', row: Row, current: VersionFacts) {
  return {
    kind,
    subjectType: 'DOCUMENT' as const,
    subjectId: row.id,
    version: row.version,
    documentId: row.id,
    state: {
      slug: row.slug,
      title: row.title,
      source: row.source,
      publisher: row.publisher,
      authorId: row.authorId,
      publishedOn: row.publishedOn,
      language: row.language,
      currentVersion: {
        id: current.id,
        number: current.number,
        length: current.length,
        sha256: current.sha256,
      },
    },
  };
}

/** Of the text's UTF-8 bytes, in hexadecimal. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
