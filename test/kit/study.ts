import { expect } from 'vitest';
import type { Service } from './service.ts';

/** The text of the study's first document: a character beyond the Basic Multilingual Plane, and a sentence twice. */
export const SPEECH = 'Rudolf 👑 will name an heir. Flavia agrees. Flavia agrees.';

const PART = `__typename
  ... on Error { code message faults { path code message } }
  ... on ConflictError { current { __typename id } }`;

const ANNOTATION = `... on Annotation {
  id version motivation part ranges { start end exact prefix suffix }
  body {
    __typename
    ... on Statement { id version stance speaker { slug } issue { slug } saidOn saidOnGiven saidOnEarliest saidOnLatest }
    ... on Event { slug } ... on Actor { slug } ... on Issue { slug } ... on Comment { text }
  }
}`;

const STATEMENT = `... on Statement {
  id version stance asserted saidOn saidOnGiven speechAct speaker { slug } onBehalfOf { slug } issue { slug }
  addressees { slug } toward { slug } reportedIn { id } values { value variable { slug } }
  conditions { id operator antecedents { id } } reasons { id }
}`;

const RELATION = `... on StatementRelation { id version operator consequent { id } antecedents { id } }`;

/** What a mutation is asked to give back, beside its faults. */
const SELECTIONS: Record<string, string> = {
  Annotation: ANNOTATION,
  Statement: STATEMENT,
  StatementRelation: RELATION,
  RecordStatementsPayload: `... on RecordStatementsPayload { statements { id ${STATEMENT} } }`,
  Removed: '... on Removed { id }',
};

/** Mutations that are not called by a create or change and their type's name. */
const GIVES: Record<string, string> = {
  annotate: 'Annotation',
  changeAnnotation: 'Annotation',
  changeStatement: 'Statement',
  relateStatements: 'StatementRelation',
  changeRelation: 'StatementRelation',
  recordStatements: 'RecordStatementsPayload',
};

/** Answers have whatever shape was asked for. */
type Result = any;

/** Calls one mutation with one input. @returns its member of the result union */
export async function call(service: Service, name: string, input: object): Promise<Result> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const gives = SELECTIONS[GIVES[name] ?? ''] ?? '... on Node { id }';
  const removal = name.startsWith('remove');
  const query = `mutation ($input: ${removal ? 'RemoveInput' : type}!) {
    ${name}(input: $input) { ${PART} ${removal ? SELECTIONS['Removed'] : gives} }
  }`;
  const { data, errors } = await service.ask(query, { input });
  expect(errors).toBeUndefined();
  return data[name];
}

/** The paths, or the paths and codes, of an error's faults, as `a.0.b CODE`. */
export function faultsOf(result: { faults?: { path: string[]; code: string }[] }): string[] {
  return (result.faults ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);
}

/** Makes a project `slug` with a few actors, issues, an event and documents `speech` and `reply`. */
export async function seedStudy(service: Service, slug: string = 'study'): Promise<void> {
  const make = async (name: string, input: object) => {
    const made = await call(service, name, name === 'createProject' ? input : { project: slug, ...input });
    expect(made.message).toBeUndefined();
  };
  await make('createProject', { slug, name: `A study called ${slug}` });
  for (const [actor, kind] of [
    ['rudolf', 'PERSON'],
    ['flavia', 'PERSON'],
    ['sapt', 'PERSON'],
    ['ruritania', 'STATE'],
  ]) {
    await make('createActor', { slug: actor, name: actor, kind });
  }
  await make('createIssue', { slug: 'succession', label: 'The king should name an heir' });
  await make('createIssue', { slug: 'marriage', label: 'The king should marry' });
  await make('recordEvent', { slug: 'coronation', title: 'Coronation', date: '1894-06', status: 'PLANNED' });
  await make('createDocument', {
    slug: 'speech',
    title: 'A speech',
    text: SPEECH,
    publishedOn: '1894-05-01',
  });
  await make('createDocument', { slug: 'reply', title: 'A reply', text: 'Flavia will not marry him.' });
}
