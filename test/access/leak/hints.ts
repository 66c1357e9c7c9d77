import { createHash } from 'node:crypto';
import { NAMES } from '../../kit/samples.ts';
import type { Random } from './random.ts';

// What makes a random input likely to be taken. Nothing is covered by being listed here: a field that is not gets a text,
// a number or a name of whatever type.

/** Which type an argument or an input's field names, beside those that inputs of mutations name. */
const MORE: Record<string, string> = {
  accordingTo: 'Actor',
  first: 'Actor',
  second: 'Actor',
  creator: 'Account',
  under: 'Issue',
  member: 'Account',
  account: 'Account',
};

/** The node type that a field of that name names by slug or id; null where none can be told from the name. */
export function typeNamedBy(name: string, nodeTypes: readonly string[]): string | null {
  for (const one of [name, name.replace(/s$/, ''), name.replace(/Ids?$/, '')]) {
    const hinted = NAMES[one] ?? MORE[one];
    if (hinted && nodeTypes.includes(hinted)) return hinted;
    const type = nodeTypes.find((type) => type.toLowerCase() === one.toLowerCase());
    if (type) return type;
  }
  return null;
}

/** The type of what a mutation is about by its id: `removeRelation` about a StatementRelation. */
export function subjectOf(mutation: string, idTypes: readonly string[]): string | null {
  const word = mutation.replace(/^[a-z]+/, '');
  return idTypes.find((type) => type === word) ?? idTypes.find((type) => type.endsWith(word)) ?? null;
}

/** Words in texts and names of the projects, in what is sought and in what is written. Markers of other projects are not among them. */
export const WORDS = [
  'Rudolf',
  'heir',
  'Flavia agrees',
  'king',
  'Strelsau',
  'coronation',
  'marry',
  'a',
  'press',
  'Über',
];

/** The secret of an invitation to the study, of which the coder has the link. */
export const INVITATION = createHash('sha256').update('come').digest('base64url');

const TEXTS: Record<string, readonly unknown[]> = {
  language: ['en', 'fr', 'ja', 'en-GB'],
  scheme: ['WIKIDATA', 'PLOVER', 'CAMEO'],
  code: ['CONSULT', '01', 'AID'],
  exact: ['heir', 'Rudolf', 'an heir. Flavia', 'marry him'],
  prefix: ['an ', 'name '],
  suffix: ['.', ' agrees'],
  key: ['s1', 's2'],
  reportedInKey: ['s1', 's2'],
  idempotencyKey: ['key-1', 'key-2', 'key-3', 'key-4', 'key-5', 'key-6'],
  slug: ['alike', 'rudolf', 'fresh', 'speech', 'succession', 'new-one', 'line', 'coronation', 'another'],
  options: ['left', 'right', 'centre'],
  publisher: ['The Strelsau Times', 'A newspaper'],
  place: ['Strelsau', 'Zenda'],
  value: [true, false, 3, 'some words', 'left', null],
  equals: [true, 3, 'some words', 'left'],
  in: [true, 3, 'some words', 'left'],
  email: ['rupert@example.org', 'flavia@example.org'],
  token: [INVITATION, 'x'.repeat(43)],
};

const DAYS = ['1894-06-01', '1894-05-01', '1893-12-31', '1895-01-01', '1894-02-30'];
const DATES = ['1894-06', '1894-05-01', '1894', '1893/1895', '../1894-06', '189X', '1894-06~', 'soon'];

/** A value of a scalar; of a text by the field's name. */
export function scalarFor(type: string, name: string, random: Random): unknown {
  const hinted = TEXTS[name];
  if (hinted && (type === 'String' || type === 'JSON')) return random.pick(hinted);
  switch (type) {
    case 'Int':
      return name === 'start' ? random.int(8) : name === 'end' ? 8 + random.int(9) : random.int(5);
    case 'Float':
      return random.pick([-1, -0.5, 0, 0.5, 1, 1, 0.25, 2]);
    case 'Boolean':
      return random.chance(0.5);
    case 'Date':
      return random.pick(DAYS);
    case 'EDTF':
      return random.pick(DATES);
    case 'DateTime':
      return '1894-06-01T00:00:00.000Z';
    default:
      return random.pick(WORDS);
  }
}
