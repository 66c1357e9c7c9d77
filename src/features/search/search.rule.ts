import { codePointLength } from '../../protocol/offsets.ts';
import { cleanLine } from '../../protocol/text.ts';

/** Code points in a query at most; words of this length still fit into one of PostgreSQL's. */
const QUERY_MAX = 500;

/** Offsets in code points, half-open. */
export type Match = { start: number; end: number };

/** Scripts that put no spaces between words, or, as Korean, join particles to them: there a query is sought as it stands. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** A query as it is searched for, cleaned to one line; or what is wrong with it. */
export function checkQuery(input: string): { query: string } | { fault: string } {
  if (input.length > 2 * QUERY_MAX) return { fault: tooLong };
  const cleaned = cleanLine(input);
  if ('fault' in cleaned) return cleaned;
  if (cleaned.text === '') return { fault: 'The query is empty; give a word or a name.' };
  if (codePointLength(cleaned.text) > QUERY_MAX) return { fault: tooLong };
  return { query: cleaned.text };
}

const tooLong = `The query has more than ${QUERY_MAX} characters; shorten it.`;

/** Whether texts in the query's script are searched for stretches of characters rather than for words. */
export function isUnspaced(query: string): boolean {
  return UNSPACED.test(query);
}

/** What must all occur in a text in which stretches of characters are sought; quotation marks only hold together. */
export function termsOf(query: string): string[] {
  if (!isUnspaced(query)) return [query];
  const terms = [...query.matchAll(/"([^"]+)"|([^\s"]+)/gu)].map(([, held, free]) =>
    (held ?? free ?? '').trim(),
  );
  const some = terms.filter((term) => term !== '');
  return some.length > 0 ? [...new Set(some)].slice(0, 20) : [query];
}

/** A text for use inside a pattern of LIKE, standing for itself. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** A name without marks above and below its letters, and in plain widths: ō as o. The name itself comes first. */
export function spellings(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
  return plain === name || plain.trim() === '' ? [name] : [name, plain];
}

/** Around each word that a headline marks; no stored text and no query holds these characters. */
export const MARK = { open: '\u0001', close: '\u0002' };

/** Reads the marks out of a headline of `text`; null where it isn't that text with marks in it. */
export function marksIn(headline: string, text: string): Match[] | null {
  const matches: Match[] = [];
  let plain = '';
  let passed = 0;
  for (const [index, part] of headline.replaceAll(MARK.close, MARK.open).split(MARK.open).entries()) {
    const length = codePointLength(part);
    // Parts outside and inside of marks take turns, beginning outside.
    if (index % 2 === 1 && length > 0) matches.push({ start: passed, end: passed + length });
    passed += length;
    plain += part;
  }
  return plain === text ? matches : null;
}

/** Where terms occur in a text, whatever their capitals. */
export function occurrences(text: string, terms: readonly string[]): Match[] {
  if (terms.length === 0) return [];
  const longestFirst = terms.toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(
    longestFirst.map((term) => term.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'),
    'giu',
  );
  const matches: Match[] = [];
  let passed = 0;
  let start = 0;
  for (const found of text.matchAll(pattern)) {
    start += codePointLength(text.slice(passed, found.index));
    passed = found.index;
    matches.push({ start, end: start + codePointLength(found[0]) });
  }
  return matches;
}

/** Matches in order, those that touch words found twice joined. */
export function joined(matches: readonly Match[]): Match[] {
  const result: Match[] = [];
  for (const match of matches.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last && match.start < last.end) last.end = Math.max(last.end, match.end);
    else result.push({ ...match });
  }
  return result;
}
