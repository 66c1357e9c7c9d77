import type { ErrorCode } from '../protocol/errors.ts';
import { FILTER_NAMES_MAX } from '../protocol/limits.ts';
import { type ContentType, parseRef } from '../protocol/global-id.ts';
import { requestError } from './request-error.ts';

/** What a filter names, by slug or by key. A key of another project matches nothing in this one. */
export type Named = { slugs: string[]; keys: { projectId: number; id: string }[] };

/** A list of names, or the one name that an argument of its own holds. */
type Texts = readonly string[] | string | null | undefined;

/**
 * Reads the things that a filter names by slug or global id; undefined where it names none.
 *
 * @throws a request error naming the argument, where a text is neither
 */
export function namedBy(type: ContentType, argument: string, texts: Texts): Named | undefined {
  if (texts === null || texts === undefined) return undefined;
  const list = typeof texts === 'string' ? [texts] : texts;
  if (list.length > FILTER_NAMES_MAX) {
    throw filterError(argument, `At most ${FILTER_NAMES_MAX} can be named at once; ask in several.`, 'LIMIT');
  }
  const named: Named = { slugs: [], keys: [] };
  for (const [index, text] of list.entries()) {
    if (list.indexOf(text) < index) continue;
    const ref = parseRef(text, type);
    if ('fault' in ref) throw filterError(list === texts ? `${argument}.${index}` : argument, ref.fault);
    if ('slug' in ref) named.slugs.push(ref.slug);
    else named.keys.push(ref.id);
  }
  return named;
}

/**
 * The same as a filter on a relation that leads to rows of that type, so that no query of its own is needed to find them:
 * `{ speaker: refFilter('Actor', 'speakers', ['japan']) }`. Undefined where nothing is named; an empty list matches nothing.
 */
export function refFilter(type: Exclude<ContentType, SluglessType>, argument: string, texts: Texts) {
  const named = namedBy(type, argument, texts);
  if (!named) return undefined;
  const { slugs, keys } = named;
  return keys.length === 0 ? { slug: { in: slugs } } : { OR: [{ slug: { in: slugs } }, ...keys] };
}

/** As `refFilter`, for types that have no slug. */
export function idFilter(type: SluglessType, argument: string, texts: Texts) {
  const named = namedBy(type, argument, texts);
  return named && { OR: [{ id: { in: [] as string[] } }, ...named.keys] };
}

/** A condition that one row meets, by its global id. @throws a request error where the id is none of that type */
export function oneById(
  type: SluglessType,
  argument: string,
  text: string,
): { projectId: number; id: string } {
  const [key] = namedBy(type, argument, text)?.keys ?? [];
  return key as { projectId: number; id: string };
}

type SluglessType =
  | 'Affiliation'
  | 'DocumentVersion'
  | 'Layer'
  | 'Statement'
  | 'StatementRelation'
  | 'Annotation';

/** A fault of an argument, whose path is written with dots (`filter.speakers.0`), told as an error of the request. */
export function filterError(argument: string, message: string, code: ErrorCode = 'INVALID') {
  return requestError(code, `${argument}: ${message}`, [{ path: argument.split('.'), code, message }]);
}
