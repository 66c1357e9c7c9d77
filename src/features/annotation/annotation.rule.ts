import type { FaultList, PathStep } from '../../protocol/errors.ts';
import { RANGES_MAX } from '../../protocol/limits.ts';
import type { OffsetIndex } from '../../protocol/offsets.ts';
import { checkRanges, locateQuote, type Quote, sortRanges, type Span } from '../../protocol/selectors.ts';
import { quoted } from '../../protocol/text.ts';
import { nearQuote } from './near-quote.rule.ts';

/** A passage as an input names it: by `start` and `end`, or by `quote`. */
export type RangeInput = { start?: number | null; end?: number | null; quote?: Quote | null };

/** Why a mark was made, after the W3C Web Annotation vocabulary. */
export type Motivation =
  | 'ASSESSING'
  | 'BOOKMARKING'
  | 'CLASSIFYING'
  | 'COMMENTING'
  | 'DESCRIBING'
  | 'EDITING'
  | 'HIGHLIGHTING'
  | 'IDENTIFYING'
  | 'LINKING'
  | 'MODERATING'
  | 'QUESTIONING'
  | 'REPLYING'
  | 'TAGGING';

export type Part = 'WHOLE' | 'SOURCE' | 'CUE' | 'CONTENT';

/** Where an annotation lies and what it tells of it, as an input gives them. */
export type MarkInput = {
  ranges: readonly RangeInput[];
  part?: Part | null | undefined;
  motivation?: Motivation | null | undefined;
};

/** What an annotation is about: exactly one of the five is not null. */
export type Body = {
  statementId: string | null;
  eventId: string | null;
  actorId: string | null;
  issueId: string | null;
  comment: string | null;
};

/** The motivation of a mark that names none. */
export function motivationOf(body: Body): Motivation {
  if (body.actorId !== null) return 'IDENTIFYING';
  if (body.issueId !== null) return 'TAGGING';
  if (body.comment !== null) return 'COMMENTING';
  return 'CLASSIFYING';
}

/** The text that ranges lie in: its length in code points, and an index where a quote must be looked for. */
export type RangedText = { length: number; index: OffsetIndex | null };

/** Whether any of these needs the text itself, not its length alone. */
export function hasQuote(ranges: readonly RangeInput[]): boolean {
  return ranges.some((range) => isGiven(range.quote));
}

/**
 * The ranges of one annotation in the text, in its order. Without a text (the document was not found) only what an
 * input must have anyway is checked. Faults go to `faults`; the result then counts for nothing.
 */
export function checkRangeInputs(
  faults: FaultList,
  path: readonly PathStep[],
  ranges: readonly RangeInput[],
  text: RangedText | null,
): Span[] {
  if (ranges.length > RANGES_MAX || ranges.length === 0) {
    // In a list that is too long no quote is looked for.
    faults.addAll(checkRanges(0, Array<Span>(ranges.length)), path);
    return [];
  }
  const spans = ranges.map((range, at) => spanOf(faults, [...path, at], range, text?.index ?? null));
  const found = spans.flatMap((span, at) => (span ? [{ span, at }] : []));
  if (text === null || found.length === 0) return [];
  const placed = found.map(({ span }) => span);
  for (const fault of checkRanges(text.length, placed)) {
    const [place, ...rest] = fault.path;
    // Which ranges overlap is told once all of them have been found: the sentence names them by their numbers.
    if (rest.length === 0 && found.length < spans.length) continue;
    faults.addAll([{ ...fault, path: [String(found[Number(place)]?.at), ...rest] }], path);
  }
  return sortRanges(placed);
}

function spanOf(
  faults: FaultList,
  path: readonly PathStep[],
  { start, end, quote }: RangeInput,
  index: OffsetIndex | null,
): Span | null {
  if (isGiven(quote)) {
    if (isGiven(start) || isGiven(end)) {
      faults.add(path, 'A range is given by start and end or by a quote, not by both; leave one out.');
      return null;
    }
    return index && quotedSpan(faults, [...path, 'quote'], quote, index);
  }
  if (isGiven(start) && isGiven(end)) return { start, end };
  if (isGiven(start)) faults.add([...path, 'end'], 'The end is missing; give it beside the start.');
  else if (isGiven(end)) faults.add([...path, 'start'], 'The start is missing; give it beside the end.');
  else faults.add(path, 'The range marks nothing; give start and end, or a quote.');
  return null;
}

function quotedSpan(
  faults: FaultList,
  path: readonly PathStep[],
  quote: Quote,
  index: OffsetIndex,
): Span | null {
  const found = locateQuote(index, quote);
  if (!('fault' in found)) return found;
  if (found.fault === 'EMPTY') faults.add([...path, 'exact'], 'The quote is empty; give the words to mark.');
  else if (found.fault === 'ABSENT') {
    const near = nearQuote(index, quote);
    if (near) {
      const standing = quoted(index.slice(near.start, near.end));
      faults.add(
        path,
        `The text does not hold ${quoted(quote.exact)}; it stands there with other quotation marks, dashes or spaces: ${standing} at ${near.start} to ${near.end}. Copy it from the text, or give start and end.`,
      );
      return null;
    }
    const context = quote.prefix || quote.suffix ? ' with this prefix and suffix directly around it' : '';
    faults.add(
      path,
      `The text does not hold ${quoted(quote.exact)}${context}; every character counts, so copy it from the text, or give start and end.`,
    );
  } else {
    const { occurrences, at } = found;
    const starts = at.join(', ') + (occurrences > at.length ? ' and further on' : '');
    faults.add(
      path,
      `The text holds ${quoted(quote.exact)} ${occurrences} times, at ${starts}; give the prefix or suffix that tells which, or start and end.`,
    );
  }
  return null;
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
