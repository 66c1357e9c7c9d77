import { domainError } from './errors.ts';
import { PAGE_DEFAULT, PAGE_MAX } from './limits.ts';

/** The arguments of a connection, as clients give them. */
export type ConnectionArgs = {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
};

/** Which page is asked for: `size` entries after one place or before another, counted from the end if `backward`. */
export type PageRequest<Cursor> = {
  size: number;
  backward: boolean;
  after: Cursor | null;
  before: Cursor | null;
};

/** A page of a connection that is not a table's. */
export type Page<Node> = {
  edges: { cursor: string; node: Node }[];
  pageInfo: {
    startCursor: string | null;
    endCursor: string | null;
    hasNextPage: boolean;
    hasPreviousPage: boolean;
  };
  totalCount: number;
};

/**
 * @param parse reads what a cursor holds; null if it is none of ours
 * @throws DomainError INVALID or LIMIT
 */
export function pageRequest<Cursor>(
  args: ConnectionArgs,
  parse: (value: unknown) => Cursor | null,
): PageRequest<Cursor> {
  const { first, last } = args;
  if (isGiven(first) && isGiven(last)) throw domainError('INVALID', 'last', 'Give first or last, not both.');
  const size = first ?? last ?? PAGE_DEFAULT;
  if (size < 0)
    throw domainError('INVALID', isGiven(first) ? 'first' : 'last', 'A page has 0 entries or more.');
  const read = (name: 'after' | 'before') => {
    const text = args[name];
    if (!isGiven(text)) return null;
    const cursor = parse(decode(text));
    if (cursor === null)
      throw domainError('INVALID', name, 'It is not a cursor of this list; give one that it returned.');
    return cursor;
  };
  const [after, before] = [read('after'), read('before')];
  return { size: Math.min(size, PAGE_MAX), backward: !isGiven(first) && isGiven(last), after, before };
}

/**
 * Makes a page of up to `size + 1` entries in the order in which they were read; the one too many tells that more follow.
 *
 * @param entries each with what its cursor holds
 */
export function toPage<Node>(
  entries: readonly { cursor: unknown; node: Node }[],
  totalCount: number,
  { size, backward, after, before }: PageRequest<unknown>,
): Page<Node> {
  const more = entries.length > size;
  const shown = entries.slice(0, size).map(({ cursor, node }) => ({ cursor: encode(cursor), node }));
  if (backward) shown.reverse();
  return {
    edges: shown,
    pageInfo: {
      startCursor: shown[0]?.cursor ?? null,
      endCursor: shown.at(-1)?.cursor ?? null,
      hasNextPage: before !== null || (!backward && more),
      hasPreviousPage: after !== null || (backward && more),
    },
    totalCount,
  };
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** What the cursors of a list hold that goes by the numbers of projects. */
export function numberOf(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the cursors of a list hold that goes by ids. */
export function uuidOf(value: unknown): string | null {
  return typeof value === 'string' && UUID.test(value) ? value : null;
}

/** What cursors hold is ASCII: days, slugs and ids. */
function encode(value: unknown): string {
  return btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return undefined;
  }
}
