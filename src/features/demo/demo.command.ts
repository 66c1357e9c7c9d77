import { sql } from 'drizzle-orm';
import { inTransaction, type Tx } from '../../db/transaction.ts';
import type { Logger } from '../../log.ts';
import { encodeGlobalId } from '../../protocol/global-id.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { createActor } from '../actor/actor.command.ts';
import { addAffiliation } from '../actor/affiliation.command.ts';
import { createDocument } from '../document/document.command.ts';
import { recordEvent } from '../event/event.command.ts';
import { createIssue } from '../issue/issue.command.ts';
import { openLayer } from '../layer/layer.command.ts';
import { createProject } from '../project/project.command.ts';
import { project } from '../project/project.table.ts';
import { createVariable } from '../project/variable.command.ts';
import { annotate } from '../statement/annotate.command.ts';
import { recordStatements } from '../statement/record-statements.command.ts';
import { ACTORS, type DemoActor } from './actors.ts';
import { AFFILIATIONS } from './affiliations.ts';
import { AFTER_HANOI_2019 } from './after-hanoi-2019.ts';
import { BORDER_POST_2019 } from './border-post-2019.ts';
import type { Coding, DemoDocument, DemoNote, DemoStatement, Passage } from './coding.ts';
import { COLUMN_2019 } from './column-2019.ts';
import { type DemoEvent, EVENTS } from './events.ts';
import { ISSUES, VARIABLES } from './issues.ts';
import { OSAKA_MESSAGES_2019 } from './osaka-messages-2019.ts';
import { SUMMIT_BRIEFING_2018 } from './summit-briefing-2018.ts';

const SLUG = 'abe-kim-2018';

const DOCUMENTS: readonly DemoDocument[] = [
  SUMMIT_BRIEFING_2018,
  COLUMN_2019,
  AFTER_HANOI_2019,
  OSAKA_MESSAGES_2019,
  BORDER_POST_2019,
];

/** Any number that no other program would lock on in the same database; the migrations lock on another. */
const LOCK = '7216049382';

/**
 * Loads the demo project into a database that holds no project at all; any other is left as it is.
 *
 * Everything is one transaction, in which each command's own is a savepoint: a load that is cut short leaves nothing
 * behind, and of two instances that start at once the second waits for the first and then finds a project.
 *
 * @param viewer whom everything is recorded for; the personal layers are his
 * @returns whether it was loaded
 */
export async function loadDemo(db: Db, viewer: Viewer, log: Logger): Promise<boolean> {
  if (!(await isEmpty(db))) return false;
  const started = performance.now();
  const loaded = await inTransaction(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK}::bigint)`);
    if (!(await isEmpty(tx))) return false;
    await load(tx, viewer);
    return true;
  });
  if (loaded)
    log.info({ project: SLUG, ms: Math.round(performance.now() - started) }, 'loaded the demo project');
  return loaded;
}

async function isEmpty(db: Db | Tx): Promise<boolean> {
  return (await db.select({ id: project.id }).from(project).limit(1)).length === 0;
}

async function load(db: Db, viewer: Viewer): Promise<void> {
  await createProject(db, viewer, {
    slug: SLUG,
    name: 'Will Abe and Kim meet?',
    description:
      'A demonstration: who in East Asia wanted which meeting in 2018 and 2019, and on what terms. The documents were ' +
      'written for it and are sources of nothing; what they tell of public persons follows public events.',
  });
  const of = { project: SLUG };
  for (const variable of VARIABLES) await createVariable(db, viewer, { ...of, ...variable });
  for (const actor of ACTORS) await createActor(db, viewer, { ...of, ...actorInput(actor) });
  for (const affiliation of AFFILIATIONS) await addAffiliation(db, viewer, { ...of, ...affiliation });
  for (const issue of ISSUES) await createIssue(db, viewer, { ...of, ...issue });
  for (const event of EVENTS) await recordEvent(db, viewer, { ...of, ...eventInput(event) });
  for (const document of DOCUMENTS) await loadDocument(db, viewer, document);
}

async function loadDocument(db: Db, viewer: Viewer, demo: DemoDocument): Promise<void> {
  const { shared, personal, ...document } = demo;
  await createDocument(db, viewer, { project: SLUG, ...document });
  const of = { project: SLUG, document: demo.slug };
  await loadCoding(db, viewer, of, shared);
  if (!personal) return;
  const { projectId, id } = await openLayer(db, viewer, { ...of, kind: 'PERSONAL' });
  await loadCoding(db, viewer, { ...of, layer: encodeGlobalId('Layer', projectId, id) }, personal);
}

type Place = { project: string; document: string; layer?: string };

async function loadCoding(db: Db, viewer: Viewer, place: Place, coding: Coding): Promise<void> {
  const statements = coding.statements.map(statementInput);
  await recordStatements(db, viewer, { ...place, statements, relations: coding.relations });
  for (const note of coding.notes) {
    await annotate(db, viewer, { ...place, ranges: note.on.map(rangeInput), body: noteBody(note) });
  }
}

function actorInput({ names = {}, iso, wikidata, ...actor }: DemoActor) {
  return {
    ...actor,
    names: Object.entries(names).flatMap(([language, each]) => each.map((name) => ({ name, language }))),
    externalIds: [
      ...(iso ? [{ scheme: 'ISO_3166_1_ALPHA_3' as const, value: iso }] : []),
      ...(wikidata ? [{ scheme: 'WIKIDATA' as const, value: wikidata }] : []),
    ],
  };
}

function eventInput({ type, participants, ...event }: DemoEvent) {
  const roles = Object.entries(participants) as [keyof typeof participants, string[]][];
  return {
    ...event,
    type: type ? { code: type } : null,
    participants: roles.flatMap(([role, actors]) => actors.map((actor) => ({ actor, role }))),
  };
}

function statementInput({ key, marks, reportedIn, values = {}, ...statement }: DemoStatement) {
  return {
    key,
    statement: {
      ...statement,
      values: Object.entries(values).map(([variable, value]) => ({ variable, value })),
    },
    reportedInKey: reportedIn ?? null,
    marks: marks.map(({ on, part }) => ({ ranges: on.map(rangeInput), part })),
  };
}

/** By quote and never by offset, so that a changed text cannot shift a mark unnoticed. */
function rangeInput(passage: Passage) {
  return { quote: typeof passage === 'string' ? { exact: passage } : passage };
}

function noteBody(note: DemoNote) {
  if ('comment' in note) return { comment: { text: note.comment } };
  if ('event' in note) return { event: note.event };
  return 'mention' in note ? { mention: note.mention } : { issue: note.issue };
}
