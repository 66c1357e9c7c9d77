import { insertRows } from '../../db/insert-rows.ts';
import type { NewChange } from '../../feed/append.ts';
import type { ConstraintFaults, Write } from '../../feed/write.ts';
import { type FaultList, type PathStep, throwIfFaulty } from '../../protocol/errors.ts';
import { encodeGlobalId } from '../../protocol/global-id.ts';
import type { Span } from '../../protocol/selectors.ts';
import { checkRangeInputs, type MarkInput } from '../annotation/annotation.rule.ts';
import { inOrderOf } from '../fault-order.rule.ts';
import { insertMarks, markConstraints } from '../annotation/mark.command.ts';
import type { Place } from '../annotation/place.query.ts';
import { loadRefs, type Refs, type Wanted } from '../project/ref.query.ts';
import { insertRelations } from './insert-relations.command.ts';
import { standingRelations } from './relation.query.ts';
import { type NewRelation, standsAlready } from './relation.rule.ts';
import {
  checkNeighbours,
  loadVariables,
  lockIssues,
  type Neighbour,
  wantedBy,
} from './statement-parts.query.ts';
import {
  BLANK,
  checkAddressees,
  checkFields,
  checkRequired,
  checkValues,
  type StatementFields,
  type StatementInput,
  type Value,
} from './statement.rule.ts';
import { statement, statementAddressee, statementValue } from './statement.table.ts';

/** A statement to be recorded, its marks, and where the input gives them. */
export type NewStatement = {
  /** Made by the caller, so that others of the same call can name it. */
  id: string;
  input: StatementInput;
  path: readonly PathStep[];
  /** The statement of the same call in which this one is reported, instead of `input.reportedIn`. */
  reportedInId?: string | null;
  marks: readonly { input: MarkInput; path: readonly PathStep[] }[];
};

/**
 * What else the call asks for: things looked up in the same queries, and relations between the new statements and others.
 * Faults are told in the order of `input`.
 */
export type Alongside = {
  wanted?: readonly (Wanted | null)[];
  relations?: (refs: Refs) => {
    rows: (NewRelation & { path: readonly PathStep[] })[];
    neighbours: Neighbour[];
  };
  input?: object;
};

/** What the tables refuse of a statement: circles, and what only two writers who cross can do. */
export const statementConstraints: ConstraintFaults = {
  ...markConstraints,
  statement_speaker: gone('speaker', 'actor'),
  statement_on_behalf_of: gone('onBehalfOf', 'actor'),
  statement_toward: gone('toward', 'actor'),
  statement_addressee_actor: gone('addressees', 'actor'),
  statement_intermediary_actor: gone('reportedIn', 'actor'),
  statement_issue: gone('issue', 'issue'),
  statement_event: gone('event', 'event'),
  statement_said_at: gone('saidAt', 'event'),
  statement_reported_in: gone('reportedIn', 'statement'),
  statement_value_variable: gone('values', 'variable'),
  statement_reported_in_no_circle: {
    path: ['reportedIn'],
    code: 'INVALID',
    message: 'The statement would be reported inside itself; name another that it is reported in.',
  },
};

function gone(field: string, what: string) {
  return {
    path: [field],
    code: 'NOT_FOUND' as const,
    message: `The ${what} was removed meanwhile; name another.`,
  };
}

/**
 * Records any number of statements with their marks and relations, in a number of SQL statements that does not grow with
 * them: one is as good as five hundred. Tells of all as added: statements, then relations, then marks.
 *
 * @param place null where it was not found, which is then among `faults`; all else is still checked
 * @returns the marks' ids, in the order of the statements
 * @throws DomainError with these faults and all that are found here, before anything is written
 */
export async function insertStatements(
  write: Write,
  projectId: number,
  place: Place | null,
  items: readonly NewStatement[],
  faults: FaultList,
  { wanted = [], relations, input = {} }: Alongside = {},
): Promise<string[]> {
  const { tx } = write;
  const asked = [...items.flatMap(({ input, path }) => wantedBy(input, path)), ...wanted];
  const found = await loadRefs(tx, projectId, asked, faults);
  const refs = await lockIssues(
    tx,
    projectId,
    found,
    items.map(({ input }) => found('Issue', input.issue)),
  );
  const variables = await loadVariables(tx, projectId);
  const checked = items.map((item) => checkOne(faults, item, place, refs, variables));
  const related = relations?.(refs) ?? { rows: [], neighbours: [] };
  if (place) {
    const reports = items.map(({ input, path }) => ({
      id: refs('Statement', input.reportedIn),
      path: [...path, 'reportedIn'],
    }));
    await checkNeighbours(tx, place, [...reports, ...related.neighbours], faults);
  }
  const standing = await standingRelations(tx, projectId, related.rows);
  standing.forEach((id, at) => {
    if (id === null) return;
    const message = standsAlready(encodeGlobalId('StatementRelation', projectId, id));
    faults.add(related.rows[at]?.path ?? [], message, 'CONFLICT');
  });
  faults.list.sort(inOrderOf(input));
  throwIfFaulty(faults);
  const at = place as Place;
  await insertAll(write, at, checked);
  await insertRelations(write, at, related.rows);
  const marks = checked.flatMap(({ id, marks }) =>
    marks.map((mark) => ({
      ...mark,
      body: { statementId: id, eventId: null, actorId: null, issueId: null, comment: null },
    })),
  );
  return insertMarks(write, at, marks);
}

type Checked = {
  id: string;
  fields: StatementFields;
  addresseeIds: string[];
  values: Value[];
  marks: (Omit<MarkInput, 'ranges'> & { ranges: Span[] })[];
};

function checkOne(
  faults: FaultList,
  { id, input, path, reportedInId, marks }: NewStatement,
  place: Place | null,
  refs: Refs,
  variables: Awaited<ReturnType<typeof loadVariables>>,
): Checked {
  const fields = checkFields(faults, path, input, BLANK, refs);
  const given = input.values ?? [];
  const values = checkValues(faults, [...path, 'values'], given, variables, refs);
  checkRequired(faults, [...path, 'values'], values, given, variables, refs);
  return {
    id,
    fields: { ...fields, reportedInId: reportedInId ?? fields.reportedInId },
    addresseeIds: checkAddressees(faults, [...path, 'addressees'], input.addressees ?? [], refs),
    values,
    marks: marks.map(({ input, path }) => ({
      part: input.part,
      motivation: input.motivation,
      ranges: checkRangeInputs(faults, [...path, 'ranges'], input.ranges, place?.text ?? null),
    })),
  };
}

async function insertAll({ tx, viewer, changes }: Write, place: Place, items: readonly Checked[]) {
  const { projectId, documentId, layerId } = place;
  const of = { projectId, documentId, layerId, createdBy: viewer.accountId };
  await insertRows(
    tx,
    statement,
    items.map(({ id, fields }) => ({ id, ...of, ...fields })),
  );
  await insertParts({ tx }, projectId, items);
  for (const { id, fields, ...parts } of items) {
    changes.push({
      ...about({ id, documentId, layerId }, 1),
      kind: 'ADDED',
      state: stateOf({ ...of, ...fields }, parts),
    });
  }
}

/** What stands in tables of their own beside a statement's row. */
export type Parts = { addresseeIds: readonly string[]; values: readonly Value[] };

/** Inserts addressees and values of any number of statements. */
export async function insertParts(
  { tx }: Pick<Write, 'tx'>,
  projectId: number,
  items: readonly ({ id: string } & Parts)[],
): Promise<void> {
  await insertRows(
    tx,
    statementAddressee,
    items.flatMap(({ id: statementId, addresseeIds }) =>
      addresseeIds.map((actorId) => ({ projectId, statementId, actorId })),
    ),
  );
  await insertRows(
    tx,
    statementValue,
    items.flatMap(({ id: statementId, values }) =>
      values.map(({ variableId, value }) => ({ projectId, statementId, variableId, value })),
    ),
  );
}

/** What names a statement in a change. */
export function about(row: { id: string; documentId: string; layerId: string }, version: number) {
  return {
    subjectType: 'STATEMENT',
    subjectId: row.id,
    version,
    documentId: row.documentId,
    layerId: row.layerId,
  } satisfies Partial<NewChange>;
}

/** A statement as the log keeps it: what its coder recorded. What the database resolves from it is no part of it. */
export function stateOf(
  row: StatementFields & { documentId: string; layerId: string },
  { addresseeIds, values }: Parts,
): Record<string, unknown> {
  const recorded = Object.keys(BLANK).map((field) => [field, row[field as keyof StatementFields]]);
  return {
    documentId: row.documentId,
    layerId: row.layerId,
    ...(Object.fromEntries(recorded) as StatementFields),
    addresseeIds,
    values: values.map(({ variableId, value }) => ({ variableId, value })),
  };
}
