import type { Fault } from './errors.ts';
import { FaultList } from './errors.ts';
import { QUOTE_CONTEXT, RANGES_MAX } from './limits.ts';
import { OffsetIndex } from './offsets.ts';
import { toStoredForm } from './text.ts';

/** Code points of a stored text, half-open: `end` is the first that is no longer in it. */
export type Span = { start: number; end: number };

/** A W3C text position selector and text quote selector of the same passage. */
export type Range = Span & { exact: string; prefix: string; suffix: string };

/** A W3C text quote selector as a client sends it. */
export type Quote = { exact: string; prefix?: string | null; suffix?: string | null };

export type QuoteFault =
  | { fault: 'EMPTY' }
  | { fault: 'ABSENT' }
  | { fault: 'AMBIGUOUS'; occurrences: number; at: number[] };

/** Starts told of an ambiguous quote. */
const STARTS_TOLD = 5;

/**
 * The range of a passage with its quote. Prefix and suffix are the 32 code points before and after it, or as many as
 * there are; they may begin or end within a grapheme, so that every client finds the same ones by counting.
 *
 * @throws RangeError where the offsets are not within the text: check them first with `checkRanges`
 */
export function rangeAt(text: string | OffsetIndex, start: number, end: number): Range {
  const index = indexOf(text);
  return {
    start,
    end,
    exact: index.slice(start, end),
    prefix: index.slice(Math.max(0, start - QUOTE_CONTEXT), start),
    suffix: index.slice(end, Math.min(index.length, end + QUOTE_CONTEXT)),
  };
}

/**
 * Where a quote stands in a stored text. The quote is brought into stored form first; prefix and suffix, where given,
 * must stand directly before and after it. Occurrences may overlap, and each counts. Takes time linear in the text.
 */
export function locateQuote(text: string | OffsetIndex, quote: Quote): Span | QuoteFault {
  const [prefix, exact, suffix] = [quote.prefix ?? '', quote.exact, quote.suffix ?? ''].map(toStoredForm) as [
    string,
    string,
    string,
  ];
  if (exact === '') return { fault: 'EMPTY' };
  const pattern = prefix + exact + suffix;
  const index = indexOf(text);
  // Half a surrogate pair would be found inside a character.
  if (/\p{Cs}/u.test(pattern) || pattern.length > index.text.length) return { fault: 'ABSENT' };
  const { count, first } = occurrences(index.text, pattern, STARTS_TOLD);
  const at = first.map((utf16) => index.toCodePoint(utf16 + prefix.length));
  const [start] = at;
  if (start === undefined) return { fault: 'ABSENT' };
  if (count > 1) return { fault: 'AMBIGUOUS', occurrences: count, at };
  return { start, end: index.toCodePoint(index.toUtf16(start) + exact.length) };
}

/**
 * Faults of one annotation's ranges in a text of `length` code points: at least one, at most 100, each start before
 * its end and both within the text, no two sharing a code point. Paths count from the list: ['0', 'start'].
 */
export function checkRanges(length: number, ranges: readonly Span[]): Fault[] {
  const faults = new FaultList();
  if (ranges.length === 0) faults.add([], 'An annotation marks at least one passage; give a range.');
  if (ranges.length > RANGES_MAX) {
    faults.add(
      [],
      `An annotation has at most ${RANGES_MAX} ranges; these are ${ranges.length}: mark fewer.`,
      'LIMIT',
    );
    return faults.list;
  }
  ranges.forEach(({ start, end }, at) => {
    const within = (offset: number) => Number.isInteger(offset) && offset >= 0 && offset <= length;
    const rule = `give a whole number from 0 to ${length}, the text's length in code points.`;
    if (!within(start)) faults.add([at, 'start'], `The start ${start} is not within the text; ${rule}`);
    if (!within(end)) faults.add([at, 'end'], `The end ${end} is not within the text; ${rule}`);
    else if (within(start) && start >= end) {
      faults.add(
        [at, 'end'],
        `The end ${end} must come after the start ${start}; a range marks at least one code point.`,
      );
    }
  });
  if (!faults.isEmpty) return faults.list;
  const order = ranges.map((range, at) => ({ range, at })).sort((a, b) => a.range.start - b.range.start);
  order.forEach(({ range, at }, place) => {
    const before = order[place - 1];
    if (before && before.range.end > range.start) {
      faults.add(
        [at],
        `The range overlaps range ${before.at} of the same annotation; join the two, or part them.`,
      );
    }
  });
  return faults.list;
}

/** The normal form in which ranges are stored: in the order of the text. */
export function sortRanges<T extends Span>(ranges: readonly T[]): T[] {
  return ranges.toSorted((a, b) => a.start - b.start);
}

function indexOf(text: string | OffsetIndex): OffsetIndex {
  return typeof text === 'string' ? new OffsetIndex(text) : text;
}

/**
 * Counts a pattern's occurrences, overlapping ones too, by Knuth, Morris and Pratt: repeated `String.indexOf` takes
 * text × pattern steps on a text such as "aaaa…", and texts come from outside.
 */
function occurrences(text: string, pattern: string, told: number): { count: number; first: number[] } {
  const borders = new Uint32Array(pattern.length + 1);
  for (let at = 1, length = 0; at < pattern.length; at += 1) {
    while (length > 0 && pattern.charCodeAt(at) !== pattern.charCodeAt(length))
      length = borders[length] as number;
    if (pattern.charCodeAt(at) === pattern.charCodeAt(length)) length += 1;
    borders[at + 1] = length;
  }
  const first: number[] = [];
  let count = 0;
  for (let at = 0, matched = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    while (matched > 0 && unit !== pattern.charCodeAt(matched)) matched = borders[matched] as number;
    if (unit === pattern.charCodeAt(matched)) matched += 1;
    if (matched === pattern.length) {
      if (first.length < told) first.push(at + 1 - pattern.length);
      count += 1;
      matched = borders[matched] as number;
    }
  }
  return { count, first };
}
