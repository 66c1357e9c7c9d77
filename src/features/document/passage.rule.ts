import { codePointLength, toUtf16 } from '../../protocol/offsets.ts';

/** A stretch of a text that search finds as one. `start` is its offset in the text, in code points. */
export type Passage = { start: number; text: string };

/** Code points in a passage at most. */
export const PASSAGE_MAX = 2_000;
/** Shorter paragraphs, such as headings, go with what follows; so a text of many lines has no more passages than one of few. */
const PASSAGE_MIN = 200;

/** Ends of sentences in Latin and East Asian writing, closing quotes and brackets included. */
const SENTENCE_END = /[.!?…。！？｡][\p{Pf}\p{Pe}"']*(?:\s+|(?<=[。！？｡][\p{Pf}\p{Pe}"']*))/gu;

/** A piece of the text in UTF-16 units, half-open, without white space at its ends. */
type Piece = { from: number; to: number };

/**
 * Divides a text into passages: its paragraphs, short ones joined and long ones cut where a sentence ends, else at a
 * space, else anywhere. Every character but white space between passages is in exactly one of them.
 */
export function splitPassages(text: string): Passage[] {
  const passages: Passage[] = [];
  let passed = 0;
  let start = 0;
  for (const { from, to } of joinShort(text, cutLong(text, paragraphs(text)))) {
    start += codePointLength(text.slice(passed, from));
    passed = from;
    passages.push({ start, text: text.slice(from, to) });
  }
  return passages;
}

/** The stretches between blank lines. */
function* paragraphs(text: string): Generator<Piece> {
  let open = null as Piece | null;
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const to = end === -1 ? text.length : end;
    const line = trimmed(text, from, to);
    if (line && open) open.to = line.to;
    else if (line) open = line;
    else if (open) {
      yield open;
      open = null;
    }
    from = to + 1;
  }
  if (open) yield open;
}

function* cutLong(text: string, pieces: Iterable<Piece>): Generator<Piece> {
  for (const piece of pieces) {
    let rest: Piece | null = piece;
    while (rest) {
      const cut = cutWithin(text, rest);
      const head = trimmed(text, rest.from, cut);
      if (head) yield head;
      rest = trimmed(text, cut, rest.to);
    }
  }
}

/** Where the first passage of a piece ends: at the piece's own end if it is short enough. */
function cutWithin(text: string, { from, to }: Piece): number {
  const window = text.slice(from, Math.min(to, from + 2 * PASSAGE_MAX));
  if (codePointLength(window) <= PASSAGE_MAX) return from + window.length;
  const head = window.slice(0, toUtf16(window, PASSAGE_MAX));
  const least = head.length / 2;
  let best = 0;
  for (const match of head.matchAll(SENTENCE_END)) best = match.index + match[0].length;
  if (best < least) best = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'), best);
  if (best < least) best = head.length;
  return from + best;
}

function* joinShort(text: string, pieces: Iterable<Piece>): Generator<Piece> {
  let open: Piece | null = null;
  for (const piece of pieces) {
    if (open && open.to - open.from < PASSAGE_MIN && fits(text, open.from, piece.to)) {
      open = { from: open.from, to: piece.to };
      continue;
    }
    if (open) yield open;
    open = piece;
  }
  if (open) yield open;
}

function fits(text: string, from: number, to: number): boolean {
  return to - from <= 2 * PASSAGE_MAX && codePointLength(text.slice(from, to)) <= PASSAGE_MAX;
}

function trimmed(text: string, from: number, to: number): Piece | null {
  const slice = text.slice(from, to);
  const begin = slice.length - slice.trimStart().length;
  return begin === slice.length ? null : { from: from + begin, to: from + slice.trimEnd().length };
}
