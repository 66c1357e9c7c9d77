import { builder } from '../../graphql/builder.ts';
import { filterError, idFilter, namedBy, refFilter } from '../../graphql/ref-filter.ts';
import { daysArgument } from '../../graphql/scalars.graphql.ts';
import type { ContentType } from '../../protocol/global-id.ts';
import { normaliseText } from '../../protocol/text.ts';
import { names, namesIssue, type Parent } from './named.query.ts';
import { testedAlone } from '../tested-alone.query.ts';
import { accordingTo, hasValue, saidBetween, type StatementWhere } from './statement.query.ts';
import { AttributionType, Certainty, Quotation, SpeechAct } from './statement-enum.graphql.ts';

export const DayInterval = builder.inputType('DayInterval', {
  description: 'Days from one to another, both included; an end left out is open.',
  fields: (t) => ({
    from: t.field({ type: 'Date', description: 'The first day.' }),
    until: t.field({ type: 'Date', description: 'The last day.' }),
  }),
});

const NumberInterval = builder.inputType('StanceInterval', {
  description: 'Stances from one to another, both included; an end left out is open.',
  fields: (t) => ({
    min: t.float({ description: 'The lowest, −1 to 1.' }),
    max: t.float({ description: 'The highest, −1 to 1.' }),
  }),
});

const ReportedFilter = builder.inputType('ReportedFilter', {
  description: 'Through whom a statement has come down to the reader.',
  fields: (t) => ({
    maxIntermediaries: t.int({
      description: 'With at most so many speakers in between; 0 keeps what documents report directly.',
    }),
    accordingTo: t.string({
      description:
        'Through this actor (slug or id): among the intermediaries, or the document’s author where there are none.',
    }),
  }),
});

const VariableFilter = builder.inputType('VariableFilter', {
  description: 'What a coder recorded under one of the project’s own variables.',
  fields: (t) => ({
    variable: t.string({ required: true, description: 'The variable, by slug or id.' }),
    equals: t.field({ type: 'JSON', description: 'The value it has.' }),
    in: t.field({ type: ['JSON'], description: 'One of the values it has.' }),
  }),
});

export const StatementFilter = builder.inputType('StatementFilter', {
  description:
    'Which statements; those that meet every condition given. Things are named by slug or id, and a list asks for any of its entries. A name that nothing in the project bears matches nothing.',
  fields: (t) => ({
    speakers: t.stringList({ description: 'Said by one of these actors.' }),
    onBehalfOf: t.stringList({ description: 'Said on behalf of one of these actors.' }),
    addressees: t.stringList({ description: 'Said to one of these actors.' }),
    towards: t.stringList({ description: 'Directed toward one of these actors.' }),
    issues: t.stringList({ description: 'On one of these issues.' }),
    narrower: t.boolean({ description: 'Also on issues below those named. False without.' }),
    events: t.stringList({ description: 'Whose content is one of these events.' }),
    saidAt: t.stringList({ description: 'Said at one of these events.' }),
    said: t.field({
      type: DayInterval,
      description: 'Whose date, saidOn, may lie in these days. Undated statements never do.',
    }),
    speechActs: t.field({ type: [SpeechAct], description: 'Doing one of these.' }),
    attributionTypes: t.field({ type: [AttributionType], description: 'Ascribed in one of these ways.' }),
    certainties: t.field({ type: [Certainty], description: 'Held with one of these certainties.' }),
    quotations: t.field({ type: [Quotation], description: 'In words of one of these kinds.' }),
    asserted: t.boolean({ description: 'Asserted or not, as their effective value has it.' }),
    conditional: t.boolean({ description: 'With a condition, or without any.' }),
    reported: t.field({ type: ReportedFilter, description: 'Come down through certain speakers.' }),
    documents: t.stringList({ description: 'In one of these documents.' }),
    layers: t.idList({ description: 'On one of these layers, by id. All that you may see without.' }),
    counting: t.boolean({
      description:
        'On the layer that counts in its document: the adjudicated one once done, else the shared one; false: on another.',
    }),
    marked: t.boolean({
      description: 'With a mark in its document’s text, or without any: no words of it are quoted.',
    }),
    variables: t.field({
      type: [VariableFilter],
      description: 'With these values of variables, all of them.',
    }),
    stance: t.field({ type: NumberInterval, description: 'With a stance in this interval.' }),
    hasStance: t.boolean({ description: 'With a stance, or without.' }),
  }),
});

type Given<Input> = Input extends { $inferInput: infer Shape } ? Shape : never;
export type StatementFilterInput = Given<typeof StatementFilter>;

/**
 * The condition that a filter puts on statements.
 *
 * @throws request errors for names, ids, days and values that are none
 */
export function statementWhere(
  filter: StatementFilterInput | null | undefined,
  parent: Parent,
): StatementWhere {
  if (!filter) return {};
  const named = (
    column: Parameters<typeof names>[0],
    type: ContentType,
    argument: 'speakers' | 'onBehalfOf' | 'towards' | 'events' | 'saidAt' | 'documents',
  ) => given(namedBy(type, `filter.${argument}`, filter[argument]), (list) => names(column, list, parent));
  const addressee = refFilter('Actor', 'filter.addressees', filter.addressees);
  const conditions: (StatementWhere | undefined)[] = [
    named('speakerId', 'Actor', 'speakers'),
    named('onBehalfOfId', 'Actor', 'onBehalfOf'),
    named('towardId', 'Actor', 'towards'),
    named('eventId', 'Event', 'events'),
    named('saidAtId', 'Event', 'saidAt'),
    named('documentId', 'Document', 'documents'),
    given(namedBy('Issue', 'filter.issues', filter.issues), (issues) =>
      namesIssue(issues, filter.narrower ?? false, parent),
    ),
    given(idFilter('Layer', 'filter.layers', filter.layers), (layer) => testedAlone({ layer })),
    given(addressee, (actor) => testedAlone({ addressees: { actor } })),
    said(filter.said),
    oneOf('speechAct', filter.speechActs),
    oneOf('attributionType', filter.attributionTypes),
    oneOf('certainty', filter.certainties),
    oneOf('quotation', filter.quotations),
    given(filter.asserted, (asserted) => ({ assertedResolved: asserted })),
    given(filter.conditional, (conditional) => {
      const relations = testedAlone({ relations: { operator: { ne: 'BECAUSE' as const } } });
      return conditional ? relations : { NOT: relations };
    }),
    given(filter.marked, (marked) => {
      const annotations: StatementWhere = testedAlone({ annotations: true });
      return marked ? annotations : { NOT: annotations };
    }),
    given(filter.counting, (counting) => testedAlone({ layer: { counts: counting } })),
    given(filter.hasStance, (has) => ({ stance: has ? { isNotNull: true } : { isNull: true } })),
    stanceIn(filter.stance),
    given(filter.reported?.maxIntermediaries, intermediariesUpTo),
    given(filter.reported?.accordingTo, (actor) =>
      accordingTo(refFilter('Actor', 'filter.reported.accordingTo', actor) as object),
    ),
    ...(filter.variables ?? []).map(valueOf),
  ];
  return { AND: conditions.filter((condition) => condition !== undefined) };
}

function said(interval: StatementFilterInput['said']): StatementWhere | undefined {
  if (!interval) return undefined;
  const { from, until } = daysArgument(
    ['filter.said.from', interval.from],
    ['filter.said.until', interval.until],
  );
  return from === null && until === null ? undefined : saidBetween(from, until);
}

function stanceIn(interval: StatementFilterInput['stance']): StatementWhere | undefined {
  const { min = null, max = null } = interval ?? {};
  for (const [end, value] of Object.entries({ min, max })) {
    if (value !== null && Math.abs(value) > 1)
      throw filterError(`filter.stance.${end}`, 'A stance lies between -1 and 1; give such a number.');
  }
  if (min !== null && max !== null && max < min)
    throw filterError('filter.stance.max', 'It is less than min; give as much or more, or leave one out.');
  if (min === null && max === null) return undefined;
  return { stance: { ...(min !== null && { gte: min }), ...(max !== null && { lte: max }) } };
}

function intermediariesUpTo(most: number): StatementWhere {
  if (most < 0) throw filterError('filter.reported.maxIntermediaries', 'Give 0 or more, or leave it out.');
  return { intermediaryCount: { lte: most } };
}

function valueOf(
  filter: NonNullable<StatementFilterInput['variables']>[number],
  index: number,
): StatementWhere {
  const argument = `filter.variables.${index}`;
  const candidates = [
    ...(filter.equals === undefined ? [] : [{ path: 'equals', value: filter.equals }]),
    ...(filter.in ?? []).map((value, at) => ({ path: `in.${at}`, value })),
  ];
  const values = candidates.map(({ value }) => value);
  if (filter.equals === undefined && !filter.in) {
    throw filterError(argument, 'Give the value it equals, or a list of values.');
  }
  const scalars = values.filter(isScalar);
  if (scalars.length < values.length) {
    throw filterError(argument, 'A value is true, false, a number or a string.');
  }
  // PostgreSQL takes no JSON with such characters: it would fail, and not just find nothing.
  for (const { path, value } of candidates) {
    const text = typeof value === 'string' ? normaliseText(value) : null;
    if (text && 'fault' in text) throw filterError(`${argument}.${path}`, text.fault);
  }
  return hasValue(refFilter('Variable', `${argument}.variable`, filter.variable) as object, scalars);
}

function isScalar(value: unknown): value is boolean | number | string {
  return ['boolean', 'number', 'string'].includes(typeof value);
}

function given<T>(
  value: T | null | undefined,
  condition: (value: T) => StatementWhere,
): StatementWhere | undefined {
  return value === null || value === undefined ? undefined : condition(value);
}

function oneOf(column: string, values: readonly string[] | null | undefined): StatementWhere | undefined {
  return given(values, (list) => ({ [column]: { in: [...list] } }));
}
