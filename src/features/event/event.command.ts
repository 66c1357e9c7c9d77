import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import type { Tx } from '../../db/transaction.ts';
import type { NewChange } from '../../feed/append.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { PARTICIPANTS_MAX, TITLE_MAX } from '../../protocol/limits.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { refuseIfUsed, usedMeanwhile } from '../in-use.rule.ts';
import { isUnchanged, kept, patched, refuseNulls, type Removal } from '../patch.ts';
import { findProject, keyOf, loadRefs, want } from '../project/ref.query.ts';
import { freeSlug } from '../project/slug.query.ts';
import { checkSlug, line, optionalLine, prose } from '../text.rule.ts';
import { eventUses } from './event.query.ts';
import { checkDate, checkParticipants, checkType, type EventTypeInput, type Role } from './event.rule.ts';
import { event, eventParticipant } from './event.table.ts';

type Row = typeof event.$inferSelect;
type Key = { projectId: number; id: string };

/** What may be given of an event, new or not. */
type EventFields = {
  slug?: string | null;
  title?: string | null;
  description?: string | null;
  type?: EventTypeInput | null;
  date?: string | null;
  status?: Row['status'] | null;
  place?: string | null;
  parent?: string | null;
  participants?: { actor: string; role: Role }[] | null;
};

export type RecordEventInput = EventFields & {
  idempotencyKey?: string | null;
  project: string;
  title: string;
  status: Row['status'];
};

export type ChangeEventInput = EventFields & { id: string; expectedVersion: number };

const constraints: ConstraintFaults = {
  event_slug: {
    path: ['slug'],
    code: 'CONFLICT',
    message: 'An event of this slug is in the project; take another slug.',
  },
  event_parent_no_circle: {
    path: ['parent'],
    code: 'INVALID',
    message: 'With this, an event would be part of itself; name one that is no part of it.',
  },
  event_parent: {
    path: ['parent'],
    code: 'NOT_FOUND',
    message: 'Another has just removed that event.',
  },
  event_participant_actor: {
    path: ['participants'],
    code: 'NOT_FOUND',
    message: 'Another has just removed one of these actors.',
  },
};

const removal: ConstraintFaults = Object.fromEntries(
  ['event_parent', 'statement_event', 'statement_said_at', 'annotation_event'].map((constraint) => [
    constraint,
    usedMeanwhile('event'),
  ]),
);

/** @returns the new event's key */
export async function recordEvent(db: Db, viewer: Viewer, input: RecordEventInput): Promise<Key> {
  const projectId = await findProject(db, input.project);
  const { idempotencyKey } = input;
  const [id] = await write(
    db,
    viewer,
    { projectId, operation: 'recordEvent', needs: 'CODER', input, idempotencyKey, constraints },
    async ({ tx, changes }) => {
      const { row, participants } = await check(tx, { projectId, id: newId() }, input, null);
      if (input.slug == null) row.slug = await freeSlug(tx, event, projectId, row.slug);
      await tx.insert(event).values({ ...row, createdBy: viewer.accountId });
      await writeParticipants(tx, row, participants);
      changes.push(change('ADDED', { ...row, version: 1 }, participants));
      return [row.id];
    },
  );
  return { projectId, id: id as string };
}

/** Changes what the input gives; null clears what may be empty. Participants given take the place of those before. */
export async function changeEvent(db: Db, viewer: Viewer, input: ChangeEventInput): Promise<Key> {
  const key = keyOf('Event', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'changeEvent',
      needs: 'CODER',
      subject: 'Event',
      input,
      constraints,
    },
    async ({ tx, changes }) => {
      const now = await lock(tx, key, input, 'no key update');
      const { row, participants } = await check(tx, key, input, now);
      const version = now.version + 1;
      const changed = change('CHANGED', { ...row, version }, participants);
      if (isUnchanged(change('CHANGED', now, now.participants).state, changed.state)) return [key.id];
      await tx
        .update(event)
        .set({ ...row, version })
        .where(isEvent(key));
      await tx
        .delete(eventParticipant)
        .where(and(eq(eventParticipant.projectId, key.projectId), eq(eventParticipant.eventId, key.id)));
      await writeParticipants(tx, key, participants);
      changes.push(changed);
      return [key.id];
    },
  );
  return key;
}

/** Removes an event that no statement and no mark names and that has no parts. */
export async function removeEvent(db: Db, viewer: Viewer, input: Removal): Promise<Key> {
  const key = keyOf('Event', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'removeEvent',
      needs: 'EDITOR',
      subject: 'Event',
      input,
      constraints: removal,
    },
    async ({ tx, changes }) => {
      const now = await lock(tx, key, input, 'update');
      refuseIfUsed('event', await eventUses(tx, key));
      await tx.delete(event).where(isEvent(key));
      changes.push(change('REMOVED', { ...now, version: now.version + 1 }, now.participants));
      return [key.id];
    },
  );
  return key;
}

type Participant = { actorId: string; role: Role };
type Content = Omit<Row, 'version' | 'createdAt' | 'createdBy'>;

/** What shall stand, from an input and what stands now (null: nothing yet, and the input gives all that must be). */
async function check(
  tx: Tx,
  key: Key,
  input: EventFields,
  now: (Row & { participants: Participant[] }) | null,
): Promise<{ row: Content; participants: Participant[] }> {
  const faults = new FaultList();
  if (now) refuseNulls(faults, input, ['slug', 'title', 'status']);
  const given = input.participants?.slice(0, PARTICIPANTS_MAX + 1);
  const standing = input.participants === undefined ? (now?.participants ?? []) : [];
  const refs = await loadRefs(
    tx,
    key.projectId,
    [
      want('Event', input.parent, 'parent'),
      ...(given ?? []).map(({ actor }, index) => want('Actor', actor, ['participants', index, 'actor'])),
    ],
    faults,
  );
  const title = line(faults, 'title', kept(input.title, now?.title ?? ''), TITLE_MAX);
  const parentId = input.parent === undefined ? (now?.parentId ?? null) : refs('Event', input.parent);
  if (parentId === key.id) faults.add('parent', 'An event cannot be part of itself; name another one.');
  const row = {
    ...key,
    slug: checkSlug(faults, 'slug', kept(input.slug, now?.slug), title),
    title,
    description: prose(faults, 'description', patched(input.description, now?.description)),
    ...(input.type === undefined && now !== null
      ? { typeScheme: now.typeScheme, typeCode: now.typeCode }
      : checkType(faults, input.type ?? null)),
    ...checkDate(faults, 'date', patched(input.date, now?.date) ?? null),
    status: kept(input.status, now?.status) as Row['status'],
    place: optionalLine(faults, 'place', patched(input.place, now?.place)),
    parentId,
  };
  const participants = checkParticipants(
    faults,
    given?.map(({ actor, role }) => ({ actorId: refs('Actor', actor), role })) ?? standing,
  );
  throwIfFaulty(faults);
  return { row, participants };
}

const isEvent = (key: Key) => and(eq(event.projectId, key.projectId), eq(event.id, key.id));

/** As it stands, locked against other writers; before a removal, also against whoever would name it. */
async function lock(tx: Tx, key: Key, expected: Versioned, strength: 'update' | 'no key update') {
  await tx.select({ id: event.id }).from(event).where(isEvent(key)).for(strength);
  const now = await tx.query.event.findFirst({ where: key, with: { participants: true } });
  return checkVersion({ type: 'Event', ...key }, now, expected);
}

async function writeParticipants(tx: Tx, { projectId, id }: Key, participants: Participant[]) {
  if (participants.length === 0) return;
  const rows = participants.map(({ actorId, role }) => ({ projectId, eventId: id, actorId, role }));
  await tx.insert(eventParticipant).values(rows);
}

function change(
  kind: NewChange['kind'],
  row: Content & { version: number },
  participants: readonly Participant[],
): NewChange {
  const { slug, title, description, typeScheme, typeCode, date, earliest, latest } = row;
  const { status, place, parentId } = row;
  return {
    kind,
    subjectType: 'EVENT',
    subjectId: row.id,
    version: row.version,
    state: {
      slug,
      title,
      description,
      typeScheme,
      typeCode,
      date,
      earliest,
      latest,
      status,
      place,
      parentId,
      participants: participants.map(({ actorId, role }) => ({ actorId, role })),
    },
  };
}
