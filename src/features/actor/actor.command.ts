import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import type { Tx } from '../../db/transaction.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { refuseIfUsed, usedMeanwhile } from '../in-use.rule.ts';
import { isUnchanged, kept, patched, refuseNulls, type Removal } from '../patch.ts';
import { findProject, keyOf } from '../project/ref.query.ts';
import { freeSlug } from '../project/slug.query.ts';
import { checkSlug, line, prose } from '../text.rule.ts';
import { checkExternalIds, checkNames, type ExternalIdInput, type NameInput } from './actor.rule.ts';
import { actorUses } from './actor.query.ts';
import { actor, actorExternalId, actorName } from './actor.table.ts';

type Kind = (typeof actor.$inferSelect)['kind'];
type Key = { projectId: number; id: string };

export type CreateActorInput = {
  idempotencyKey?: string | null;
  project: string;
  slug?: string | null;
  name: string;
  kind: Kind;
  description?: string | null;
  names?: NameInput[] | null;
  externalIds?: ExternalIdInput[] | null;
};

export type ChangeActorInput = {
  id: string;
  expectedVersion: number;
  slug?: string | null;
  name?: string | null;
  kind?: Kind | null;
  description?: string | null;
  names?: NameInput[] | null;
  externalIds?: ExternalIdInput[] | null;
};

const constraints: ConstraintFaults = {
  actor_slug: {
    path: ['slug'],
    code: 'CONFLICT',
    message: 'An actor of this slug is in the project; take another slug.',
  },
  actor_external_id_once: {
    path: ['externalIds'],
    code: 'CONFLICT',
    message: 'Another actor of the project has this external id; perhaps it is the same one.',
  },
};

const removal: ConstraintFaults = Object.fromEntries(
  [
    'affiliation_actor',
    'affiliation_of',
    'statement_speaker',
    'statement_on_behalf_of',
    'statement_toward',
    'statement_addressee_actor',
    'statement_intermediary_actor',
    'document_author',
    'event_participant_actor',
    'annotation_actor',
  ].map((constraint) => [constraint, usedMeanwhile('actor')]),
);

/** @returns the new actor's key */
export async function createActor(db: Db, viewer: Viewer, input: CreateActorInput): Promise<Key> {
  const projectId = await findProject(db, input.project);
  const faults = new FaultList();
  const name = line(faults, 'name', input.name);
  const checked = {
    projectId,
    slug: checkSlug(faults, 'slug', input.slug, name),
    name,
    kind: input.kind,
    description: prose(faults, 'description', input.description),
  };
  const parts = {
    names: checkNames(faults, input.names ?? [], name),
    externalIds: checkExternalIds(faults, input.externalIds ?? []),
  };
  throwIfFaulty(faults);
  const [id] = await write(
    db,
    viewer,
    {
      projectId,
      operation: 'createActor',
      needs: 'CODER',
      input,
      idempotencyKey: input.idempotencyKey,
      constraints,
    },
    async ({ tx, changes }) => {
      const slug = input.slug == null ? await freeSlug(tx, actor, projectId, checked.slug) : checked.slug;
      const row = { ...checked, id: newId(), slug };
      await tx.insert(actor).values({ ...row, createdBy: viewer.accountId });
      await writeParts(tx, row, parts);
      changes.push({
        kind: 'ADDED',
        subjectType: 'ACTOR',
        subjectId: row.id,
        version: 1,
        state: stateOf(row, parts),
      });
      return [row.id];
    },
  );
  return { projectId, id: id as string };
}

/** Changes what the input gives; null clears what may be empty. */
export async function changeActor(db: Db, viewer: Viewer, input: ChangeActorInput): Promise<Key> {
  const key = keyOf('Actor', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'changeActor',
      needs: 'CODER',
      subject: 'Actor',
      input,
      constraints,
    },
    async ({ tx, changes }) => {
      const now = await lockActor(tx, key, input, 'no key update');
      const faults = new FaultList();
      refuseNulls(faults, input, ['slug', 'name', 'kind']);
      const name = line(faults, 'name', kept(input.name, now.name));
      const row = {
        ...key,
        slug: checkSlug(faults, 'slug', kept(input.slug, now.slug), name),
        name,
        kind: kept(input.kind, now.kind),
        description: prose(faults, 'description', patched(input.description, now.description)),
      };
      const parts = {
        names: checkNames(faults, patched(input.names, now.names) ?? [], name),
        externalIds: checkExternalIds(faults, patched(input.externalIds, now.externalIds) ?? []),
      };
      throwIfFaulty(faults);
      if (isUnchanged(stateOf(now, now), stateOf(row, parts))) return [key.id];
      const version = now.version + 1;
      await tx
        .update(actor)
        .set({ ...row, version })
        .where(isActor(key));
      await tx
        .delete(actorName)
        .where(and(eq(actorName.projectId, key.projectId), eq(actorName.actorId, key.id)));
      await tx
        .delete(actorExternalId)
        .where(and(eq(actorExternalId.projectId, key.projectId), eq(actorExternalId.actorId, key.id)));
      await writeParts(tx, key, parts);
      changes.push({
        kind: 'CHANGED',
        subjectType: 'ACTOR',
        subjectId: key.id,
        version,
        state: stateOf(row, parts),
      });
      return [key.id];
    },
  );
  return key;
}

/** Removes an actor that nothing else names. */
export async function removeActor(db: Db, viewer: Viewer, input: Removal): Promise<Key> {
  const key = keyOf('Actor', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'removeActor',
      needs: 'EDITOR',
      subject: 'Actor',
      input,
      constraints: removal,
    },
    async ({ tx, changes }) => {
      const now = await lockActor(tx, key, input, 'update');
      refuseIfUsed('actor', await actorUses(tx, key));
      await tx.delete(actor).where(isActor(key));
      changes.push({
        kind: 'REMOVED',
        subjectType: 'ACTOR',
        subjectId: key.id,
        version: now.version + 1,
        state: stateOf(now, now),
      });
      return [key.id];
    },
  );
  return key;
}

const isActor = (key: Key) => and(eq(actor.projectId, key.projectId), eq(actor.id, key.id));

/** The actor as it stands, locked against other writers; before a removal, also against whoever would name it. */
async function lockActor(tx: Tx, key: Key, expected: Versioned, strength: 'update' | 'no key update') {
  await tx.select({ id: actor.id }).from(actor).where(isActor(key)).for(strength);
  const now = await tx.query.actor.findFirst({ where: key, with: { names: true, externalIds: true } });
  return checkVersion({ type: 'Actor', ...key }, now, expected);
}

type Parts = { names: { name: string; language: string | null }[]; externalIds: ExternalIdInput[] };

async function writeParts(tx: Tx, key: Key, { names, externalIds }: Parts): Promise<void> {
  const of = { projectId: key.projectId, actorId: key.id };
  if (names.length > 0) await tx.insert(actorName).values(names.map((name) => ({ ...of, ...name })));
  if (externalIds.length > 0)
    await tx.insert(actorExternalId).values(externalIds.map((id) => ({ ...of, ...id })));
}

function stateOf(
  row: Pick<typeof actor.$inferSelect, 'slug' | 'name' | 'kind' | 'description'>,
  parts: Parts,
) {
  return {
    slug: row.slug,
    name: row.name,
    kind: row.kind,
    description: row.description,
    names: parts.names.map(({ name, language }) => ({ name, language })),
    externalIds: parts.externalIds.map(({ scheme, value }) => ({ scheme, value })),
  };
}
