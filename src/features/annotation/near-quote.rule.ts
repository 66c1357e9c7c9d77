import { OffsetIndex } from '../../protocol/offsets.ts';
import { locateQuote, type Quote, type Span } from '../../protocol/selectors.ts';

/** Quotes of one text that are looked for in this way: it takes as long as finding them. */
const SEARCHES_MAX = 20;

const EQUALS: readonly [RegExp, string][] = [
  [/\s+/y, ' '],
  [/[‘’‚‛′‵ʼ`´]/y, "'"],
  [/[“”„‟«»″]/y, '"'],
  [/[‐‑‒–—―−]/y, '-'],
];

/** A text with what typography varies made equal, and of each UTF-16 unit where it stands in the text itself. */
type Folded = { index: OffsetIndex; starts: readonly number[]; searches: number };

const foldedTexts = new WeakMap<OffsetIndex, Folded>();

/**
 * Where a text holds a quote but for white space, and the forms of quotation marks, apostrophes and dashes; null where it
 * does not, or too many quotes of the same text have been asked for. The first place where there are several.
 */
export function nearQuote(text: OffsetIndex, { exact, prefix, suffix }: Quote): Span | null {
  const folded = foldedText(text);
  folded.searches += 1;
  if (folded.searches > SEARCHES_MAX) return null;
  const before = fold((prefix ?? '').normalize('NFC')).text;
  const pattern = fold(`${prefix ?? ''}${exact}${suffix ?? ''}`.normalize('NFC')).text;
  const words = fold(exact.normalize('NFC')).text;
  if (words.trim() === '') return null;
  const found = locateQuote(folded.index, { exact: pattern });
  const at = 'fault' in found ? (found.fault === 'AMBIGUOUS' ? found.at[0] : undefined) : found.start;
  if (at === undefined) return null;
  const first = folded.index.toUtf16(at) + before.length;
  const start = folded.starts[first];
  const end = folded.starts[first + words.length];
  if (start === undefined || end === undefined) return null;
  return { start: text.toCodePoint(start), end: text.toCodePoint(end) };
}

function foldedText(text: OffsetIndex): Folded {
  const known = foldedTexts.get(text);
  if (known) return known;
  const { text: words, starts } = fold(text.text);
  const folded = { index: new OffsetIndex(words), starts, searches: 0 };
  foldedTexts.set(text, folded);
  return folded;
}

function fold(text: string): { text: string; starts: number[] } {
  const starts: number[] = [];
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const [length, piece] = pieceAt(text, at);
    pieces.push(piece);
    starts.push(at);
    at += length;
  }
  return { text: pieces.join(''), starts: [...starts, text.length] };
}

/** How many units of a text become one of the folded text, and which. */
function pieceAt(text: string, at: number): [length: number, piece: string] {
  const unit = text.charAt(at);
  // Letters, digits and most else need no look.
  if (/[!-&(-_a-~]/.test(unit)) return [1, unit];
  for (const [form, piece] of EQUALS) {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found) return [found[0].length, piece];
  }
  return [1, unit];
}
