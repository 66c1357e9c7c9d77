/**
 * The one place that converts between JavaScript's UTF-16 units and the code points that the record counts in.
 * A lone surrogate counts as one code point, as in JavaScript's own iteration; stored texts have none.
 * An offset outside the text, or no integer, throws a RangeError: check what comes from outside first.
 */

/** Matches whole surrogate pairs only. */
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Length in code points. */
export function codePointLength(text: string): number {
  let pairs = 0;
  PAIR.lastIndex = 0;
  while (PAIR.test(text)) pairs += 1;
  return text.length - pairs;
}

/** The half-open slice [start, end) in code points. */
export function sliceCodePoints(text: string, start: number, end: number): string {
  if (start > end) throw new RangeError(`Offset ${start} comes after ${end}`);
  const from = toUtf16(text, start);
  return text.slice(from, from + toUtf16(text.slice(from), end - start));
}

/** The UTF-16 offset of a code-point offset, 0 to the text's length included. O(n); for many, build an index. */
export function toUtf16(text: string, codePointOffset: number): number {
  requireOffset(codePointOffset, text.length);
  let utf16 = 0;
  for (let passed = 0; passed < codePointOffset; passed += 1) {
    if (utf16 >= text.length) throw new RangeError(`Offset ${codePointOffset} is beyond the text`);
    utf16 += pairAt(text, utf16) ? 2 : 1;
  }
  return utf16;
}

/** The code-point offset of a UTF-16 offset; one inside a surrogate pair is taken as the pair's start. O(n). */
export function toCodePoint(text: string, utf16Offset: number): number {
  requireOffset(utf16Offset, text.length);
  const whole = pairAt(text, utf16Offset - 1) ? utf16Offset - 1 : utf16Offset;
  return codePointLength(text.slice(0, whole));
}

/**
 * Conversions for a text that is asked often: one pass at building, O(log n) each after it, and nothing to look up
 * in a text without characters beyond the Basic Multilingual Plane.
 */
export class OffsetIndex {
  readonly text: string;
  /** Length in code points. */
  readonly length: number;
  /** UTF-16 offsets of all surrogate pairs, ascending. */
  readonly #pairs: Uint32Array;

  constructor(text: string) {
    const pairs: number[] = [];
    PAIR.lastIndex = 0;
    for (let match = PAIR.exec(text); match; match = PAIR.exec(text)) pairs.push(match.index);
    this.text = text;
    this.#pairs = Uint32Array.from(pairs);
    this.length = text.length - pairs.length;
  }

  toUtf16(codePointOffset: number): number {
    requireOffset(codePointOffset, this.length);
    // Pair i begins at code point pairs[i] - i; each pair that begins before the offset adds one unit.
    return codePointOffset + this.#pairsBefore(codePointOffset, 1);
  }

  /** An offset inside a surrogate pair is taken as the pair's start. */
  toCodePoint(utf16Offset: number): number {
    requireOffset(utf16Offset, this.text.length);
    // Inside a pair, both that pair's units count as passed: what is left is the pair's own start.
    return utf16Offset - this.#pairsBefore(utf16Offset, 0);
  }

  /** The half-open slice [start, end) in code points. */
  slice(start: number, end: number): string {
    if (start > end) throw new RangeError(`Offset ${start} comes after ${end}`);
    return this.text.slice(this.toUtf16(start), this.toUtf16(end));
  }

  /** Pairs whose offset, less `step` for each pair before it, is below the given offset. */
  #pairsBefore(offset: number, step: 0 | 1): number {
    let low = 0;
    let high = this.#pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pairs[middle] as number) - step * middle < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function pairAt(text: string, utf16: number): boolean {
  const high = text.charCodeAt(utf16);
  const low = text.charCodeAt(utf16 + 1);
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}

function requireOffset(offset: number, length: number): void {
  if (!Number.isInteger(offset) || offset < 0 || offset > length) {
    throw new RangeError(`Offset ${offset} is not within 0 to ${length}`);
  }
}
