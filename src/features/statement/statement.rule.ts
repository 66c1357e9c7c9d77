import { parseEdtf } from '../../protocol/edtf-date.ts';
import type { FaultList, PathStep } from '../../protocol/errors.ts';
import { ADDRESSEES_MAX, VARIABLES_MAX } from '../../protocol/limits.ts';
import { toStoredForm } from '../../protocol/text.ts';
import { checkValue, type VariableDefinition } from '../../protocol/value.ts';

type Path = readonly PathStep[];

/** The id of what an input names, null where it names nothing or what is not there. */
type Refs = (
  type: 'Actor' | 'Issue' | 'Event' | 'Statement' | 'Variable',
  text: string | null | undefined,
) => string | null;

export type ValueInput = { variable: string; value?: unknown };

/** What a coder records of a statement; actors, issues and events by slug or id. */
export type StatementInput = {
  speaker: string;
  onBehalfOf?: string | null;
  addressees?: string[] | null;
  issue?: string | null;
  stance?: number | null;
  toward?: string | null;
  event?: string | null;
  saidAt?: string | null;
  attributionType?: 'COMMUNICATION' | 'BELIEF' | 'INTENTION' | null;
  speechAct?: 'ASSERT' | 'DEMAND' | 'OFFER' | 'PROMISE' | 'THREAT' | 'WISH' | 'QUESTION' | null;
  certainty?: 'CERTAIN' | 'PROBABLE' | 'POSSIBLE' | 'UNKNOWN' | null;
  quotation?: 'DIRECT' | 'INDIRECT' | 'MIXED' | null;
  asserted?: boolean | null;
  saidOn?: string | null;
  reportedIn?: string | null;
  values?: ValueInput[] | null;
};

/** A change of a statement: what is left out stays, null clears. */
export type StatementPatch = Partial<Omit<StatementInput, 'speaker'>> & { speaker?: string | null };

/** The columns that a coder fills. */
export type StatementFields = {
  speakerId: string;
  onBehalfOfId: string | null;
  issueId: string | null;
  stance: number | null;
  towardId: string | null;
  eventId: string | null;
  saidAtId: string | null;
  attributionType: NonNullable<StatementInput['attributionType']>;
  speechAct: NonNullable<StatementInput['speechAct']>;
  certainty: NonNullable<StatementInput['certainty']>;
  quotation: NonNullable<StatementInput['quotation']>;
  asserted: boolean;
  saidOn: string | null;
  saidFrom: string | null;
  saidUntil: string | null;
  reportedInId: string | null;
};

export const BLANK: StatementFields = {
  speakerId: '',
  onBehalfOfId: null,
  issueId: null,
  stance: null,
  towardId: null,
  eventId: null,
  saidAtId: null,
  attributionType: 'COMMUNICATION',
  speechAct: 'ASSERT',
  certainty: 'UNKNOWN',
  quotation: 'INDIRECT',
  asserted: true,
  saidOn: null,
  saidFrom: null,
  saidUntil: null,
  reportedInId: null,
};

/** A statement's columns after an input, over those that stand (`BLANK` for a new one). */
export function checkFields(
  faults: FaultList,
  path: Path,
  input: StatementPatch,
  now: StatementFields,
  refs: Refs,
): StatementFields {
  const named = (type: Parameters<Refs>[0], text: string | null | undefined, id: string | null) =>
    text === undefined ? id : refs(type, text);
  const fields = {
    speakerId: refs('Actor', input.speaker) ?? now.speakerId,
    onBehalfOfId: named('Actor', input.onBehalfOf, now.onBehalfOfId),
    issueId: named('Issue', input.issue, now.issueId),
    stance: input.stance === undefined ? now.stance : input.stance,
    towardId: named('Actor', input.toward, now.towardId),
    eventId: named('Event', input.event, now.eventId),
    saidAtId: named('Event', input.saidAt, now.saidAtId),
    attributionType: input.attributionType ?? now.attributionType,
    speechAct: input.speechAct ?? now.speechAct,
    certainty: input.certainty ?? now.certainty,
    quotation: input.quotation ?? now.quotation,
    asserted: input.asserted ?? now.asserted,
    ...checkSaidOn(faults, [...path, 'saidOn'], input.saidOn, now),
    reportedInId: named('Statement', input.reportedIn, now.reportedInId),
  };
  // An issue that is named and not there is a fault already.
  const onIssue = fields.issueId !== null || typeof input.issue === 'string';
  if (fields.stance !== null) {
    if (!(fields.stance >= -1 && fields.stance <= 1)) {
      faults.add(
        [...path, 'stance'],
        `A stance lies between -1 (rejects) and 1 (supports), not ${fields.stance}.`,
      );
    }
    if (!onIssue) {
      faults.add([...path, 'stance'], 'A stance is on an issue; name the issue, or leave the stance out.');
    }
  }
  return fields;
}

type SaidOn = Pick<StatementFields, 'saidOn' | 'saidFrom' | 'saidUntil'>;

function checkSaidOn(faults: FaultList, path: Path, text: string | null | undefined, now: SaidOn): SaidOn {
  if (text === undefined) return { saidOn: now.saidOn, saidFrom: now.saidFrom, saidUntil: now.saidUntil };
  if (text !== null) {
    const date = parseEdtf(text);
    if (typeof date !== 'string') {
      return { saidOn: date.text, saidFrom: date.earliest, saidUntil: date.latest };
    }
    faults.add(path, date);
  }
  return { saidOn: null, saidFrom: null, saidUntil: null };
}

/** To whom a statement was made, each once, whatever it was called by. */
export function checkAddressees(
  faults: FaultList,
  path: Path,
  addressees: readonly string[],
  refs: Refs,
): string[] {
  if (addressees.length > ADDRESSEES_MAX) {
    faults.add(path, `A statement has at most ${ADDRESSEES_MAX} addressees; name a group instead.`, 'LIMIT');
  }
  const ids = addressees.slice(0, ADDRESSEES_MAX).map((text) => refs('Actor', text));
  return [...new Set(ids.filter((id) => id !== null))];
}

/** A variable of the project, as a check needs it. */
export type Variable = VariableDefinition & { id: string; slug: string };
/** What a statement holds for a variable. */
export type Value = { variableId: string; value: boolean | number | string };

/** The values that an input gives; a null is no value. */
export function checkValues(
  faults: FaultList,
  path: Path,
  values: readonly ValueInput[],
  variables: readonly Variable[],
  refs: Refs,
): Value[] {
  if (values.length > VARIABLES_MAX) {
    faults.add(path, `A statement has at most ${VARIABLES_MAX} values, one a variable.`, 'LIMIT');
  }
  const checked = new Map<string, Value['value'] | null>();
  values.slice(0, VARIABLES_MAX).forEach(({ variable, value = null }, at) => {
    const definition = variables.find(({ id }) => id === refs('Variable', variable));
    if (!definition) return;
    if (checked.has(definition.id)) {
      faults.add([...path, at, 'variable'], 'The variable stands twice; leave one out.');
    }
    const fault = value === null ? null : checkValue(definition, value);
    if (fault !== null) faults.add([...path, at, 'value'], fault);
    checked.set(definition.id, asStored(fault === null ? value : null));
  });
  return [...checked].flatMap(([variableId, value]) => (value === null ? [] : [{ variableId, value }]));
}

/** Tells of every required variable that a statement would be without. Those whose value is at fault are told already. */
export function checkRequired(
  faults: FaultList,
  path: Path,
  values: readonly Value[],
  given: readonly ValueInput[],
  variables: readonly Variable[],
  refs: Refs,
): void {
  const faulty = new Set(
    given
      .filter(({ value }) => value !== null && value !== undefined)
      .map(({ variable }) => refs('Variable', variable)),
  );
  for (const { id, slug, required } of variables) {
    if (required && !faulty.has(id) && !values.some(({ variableId }) => variableId === id)) {
      faults.add(path, `The variable ${slug} is required; give a value.`);
    }
  }
}

function asStored(value: unknown): Value['value'] | null {
  if (typeof value === 'string') return toStoredForm(value.replace(/^\ufeff+/, ''));
  return typeof value === 'boolean' || typeof value === 'number' ? value : null;
}
