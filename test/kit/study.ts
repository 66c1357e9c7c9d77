import { expect } from 'vitest';
import { mutate, type Result } from './mutate.ts';
import type { Service } from './service.ts';

/** The text of the study's first document: a character beyond the Basic Multilingual Plane, and a sentence twice. */
export const SPEECH = 'Rudolf 👑 will name an heir. Flavia agrees. Flavia agrees.';

const ANNOTATION = `id version motivation part ranges { start end exact prefix suffix }
  body {
    __typename
    ... on Statement { id version stance speaker { slug } issue { slug } saidOn saidOnGiven saidOnEarliest saidOnLatest }
    ... on Event { slug } ... on Actor { slug } ... on Issue { slug } ... on Comment { text }
  }`;

const STATEMENT = `id version stance asserted saidOn saidOnGiven speechAct speaker { slug } onBehalfOf { slug } issue { slug }
  addressees { slug } toward { slug } reportedIn { id } values { value variable { slug } }
  conditions { id operator antecedents { id } } reasons { id }`;

const RELATION = 'id version operator consequent { id } antecedents { id }';

/** What a mutation gives and is asked for. */
const GIVES: Record<string, [type: string, fields: string]> = {
  annotate: ['Annotation', ANNOTATION],
  changeAnnotation: ['Annotation', ANNOTATION],
  changeStatement: ['Statement', STATEMENT],
  relateStatements: ['StatementRelation', RELATION],
  changeRelation: ['StatementRelation', RELATION],
  recordStatements: ['RecordStatementsPayload', `statements { ${STATEMENT} }`],
};

/** Calls one mutation with one input, and asks for all that the tests of writing look at. */
export function call(service: Service, name: string, input: object): Promise<Result> {
  const [type, fields] = GIVES[name] ?? [name.startsWith('remove') ? 'Removed' : 'Node', 'id'];
  return mutate(service, name, type, { ...input }, fields);
}

/** The paths and codes of a result's faults, as `a.0.b CODE`. */
export function faultsOf(result: Result): string[] {
  return (result.faults ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);
}

/** Makes a project `slug` with a few actors, issues, an event and documents `speech` and `reply`. */
export async function seedStudy(service: Service, slug: string = 'study'): Promise<void> {
  const make = async (name: string, input: object) => {
    const made = await call(service, name, name === 'createProject' ? input : { project: slug, ...input });
    expect(made['message']).toBeUndefined();
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
