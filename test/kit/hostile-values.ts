import { getNamedType, getNullableType, type GraphQLInputType, isEnumType, isListType } from 'graphql';
import { NAMES, type Path, type Place } from './samples.ts';

/** Stands in JSON for the number 1e400, which JavaScript cannot write. */
export const HUGE_NUMBER = '@@1e400@@';

/** Ids that exist, and are not what is asked for. */
export type WrongIds = (type: string) => string[];

const NUL = 'a\u0000b';
const UNFIT = [NUL, 'a\ud800', '\udc00b', 'bell \u0007 and \u001b[31m'];
const MEGABYTE = 'm'.repeat(1_000_000);
const DATES = [
  '2018-02-30',
  '2018-13-01',
  '0000-01-01',
  '10000-01-01',
  '2018-11-05T10:00:00Z',
  '2018-12-31/2018-01-01',
  '../..',
  'yesterday',
];
const NO_NAMES = ['no-such-thing', "' or 1=1 --", '__proto__', 'constructor', '../../etc/passwd', 'Zm9v'];

/** Fields whose texts may be as long as a megabyte. */
const LONG = new Set(['createDocument.text']);

/** Values that can never be right at a place: each must be refused. */
export function refusedAt(mutation: string, { path, type }: Place, wrongIds: WrongIds): unknown[] {
  const inner = getNullableType(type);
  const field = fieldAt(path);
  if (isListType(inner)) return [{}, 5];
  const scalar = isEnumType(inner) ? 'Enum' : getNamedType(inner).name;
  switch (scalar) {
    case 'String':
    case 'ID': {
      const texts = [...UNFIT, ...(LONG.has(`${mutation}.${field}`) ? [] : [MEGABYTE])];
      const named = NAMES[field];
      return [...texts, 5, {}, [[]], ...(named ? [...NO_NAMES, '', ' ', ...wrongIds(named)] : [])];
    }
    case 'Date':
    case 'EDTF':
      return [...UNFIT, MEGABYTE, ...DATES, 20_180_930, {}, []];
    case 'Int':
      return [-1, 2_147_483_647, 2_147_483_648, 1.5, '5', HUGE_NUMBER, {}];
    case 'Float':
      return [-1.000_001, 1.000_001, 1e308, -1e308, '1', HUGE_NUMBER, {}];
    case 'Boolean':
      return ['yes', 1, {}];
    case 'Enum':
      return ['NOPE', '', 0, {}];
    case 'JSON':
      return [{ a: 1 }, [1], ...UNFIT, MEGABYTE, nested(50), nested(3_000)];
    default:
      return [5, 'text', [], { noSuchField: 1 }];
  }
}

/** Values that some fields may take: whatever the answer, it is a proper one. */
export function doubtfulAt({ type, path }: Place): unknown[] {
  const inner = getNullableType(type);
  if (fieldAt(path) === 'expectedVersion') return [0];
  if (isListType(inner)) return [null, []];
  const text = ['String', 'Date', 'EDTF', 'JSON'].includes(getNamedType(inner).name);
  return text ? [null, '', '\u202e\u200b', '\ufdfa'.repeat(301)] : [null, 0];
}

/** The field that a place is, or is an item of. */
export function fieldAt(path: Path): string {
  return String(path.findLast((step) => typeof step === 'string'));
}

/** Whether the value at a place is a list; 501 items are more than any list takes. */
export function isList(type: GraphQLInputType): boolean {
  return isListType(getNullableType(type));
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let n = 0; n < depth; n += 1) value = n % 2 ? [value] : { a: value };
  return value;
}
