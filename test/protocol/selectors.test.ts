import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OffsetIndex, sliceCodePoints } from '../../src/protocol/offsets.ts';
import { checkRanges, locateQuote, rangeAt, sortRanges } from '../../src/protocol/selectors.ts';
import { normaliseText } from '../../src/protocol/text.ts';

const small = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '\n'), minLength: 1, maxLength: 40 });

/** Every place of a quote in its context, by trying each code point: what `locateQuote` must agree with. */
function places(text: string, exact: string, prefix: string, suffix: string): number[] {
  const points = [...text];
  const whole = [...prefix, ...exact, ...suffix].join('');
  const length = [...whole].length;
  return points.flatMap((_, at) =>
    points.slice(at, at + length).join('') === whole ? [at + [...prefix].length] : [],
  );
}

function expected(at: number[], exact: string): object {
  const [start] = at;
  if (start === undefined) return { fault: 'ABSENT' };
  if (at.length > 1) return { fault: 'AMBIGUOUS', occurrences: at.length, at: at.slice(0, 5) };
  return { start, end: start + [...exact].length };
}

describe('a range', () => {
  it('[O4] holds the text itself and up to 32 code points on either side', () => {
    const text = `${'😀'.repeat(40)}Kim${'三'.repeat(10)}`;
    expect(rangeAt(text, 40, 43)).toEqual({
      start: 40,
      end: 43,
      exact: 'Kim',
      prefix: '😀'.repeat(32),
      suffix: '三'.repeat(10),
    });
    expect(() => rangeAt(text, 40, 54)).toThrow(RangeError);
  });

  it('[O5] is found again by its own quote, or the quote is told to be ambiguous', () => {
    fc.assert(
      fc.property(small, fc.nat(), fc.nat(), (text, one, other) => {
        const length = [...text].length;
        const start = one % length;
        const end = start + 1 + (other % (length - start));
        const range = rangeAt(new OffsetIndex(text), start, end);
        expect(range.exact).toBe(sliceCodePoints(text, start, end));
        const found = locateQuote(text, range);
        const alone = places(text, range.exact, range.prefix, range.suffix).length === 1;
        expect(found).toMatchObject(alone ? { start, end } : { fault: 'AMBIGUOUS' });
      }),
    );
  });

  it('[O5] of any normalised text has a quote that normalising leaves alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(), (input, at) => {
        const stored = normaliseText(input);
        if ('fault' in stored || stored.text === '') return;
        const start = at % [...stored.text].length;
        const { exact } = rangeAt(stored.text, start, start + 1);
        expect(exact.normalize('NFC')).toBe(exact);
      }),
    );
  });
});

describe('a quote', () => {
  const text = 'Kim is ready. Moon said: Kim is ready.\nCafé 😀 Kim.';

  it('[O5] that stands once is found', () => {
    expect(locateQuote(text, { exact: 'Moon' })).toEqual({ start: 14, end: 18 });
    expect(locateQuote(text, { exact: '😀 Kim' })).toEqual({ start: 44, end: 49 });
  });

  it('[O5] is brought into stored form first', () => {
    expect(locateQuote(text, { exact: 'ready.\r\nCafe\u0301' })).toEqual({ start: 32, end: 43 });
  });

  it('[O6] that stands more than once is ambiguous, and told how often and where', () => {
    expect(locateQuote(text, { exact: 'Kim' })).toEqual({
      fault: 'AMBIGUOUS',
      occurrences: 3,
      at: [0, 25, 46],
    });
    expect(locateQuote('aaaaaaaaaa', { exact: 'aa' })).toEqual({
      fault: 'AMBIGUOUS',
      occurrences: 9,
      at: [0, 1, 2, 3, 4],
    });
  });

  it('[O5] is told apart by what stands directly before and after', () => {
    expect(locateQuote(text, { exact: 'Kim', prefix: 'said: ' })).toEqual({ start: 25, end: 28 });
    expect(locateQuote(text, { exact: 'Kim', suffix: '.', prefix: null })).toEqual({ start: 46, end: 49 });
    expect(locateQuote(text, { exact: 'Kim', prefix: 'said:' })).toEqual({ fault: 'ABSENT' });
  });

  it('[O6] that is empty, absent, longer than the text or half a character is a fault', () => {
    expect(locateQuote(text, { exact: '' })).toEqual({ fault: 'EMPTY' });
    expect(locateQuote(text, { exact: '', prefix: 'Kim' })).toEqual({ fault: 'EMPTY' });
    for (const exact of ['Abe', 'kim', text + text, '\ud83d', '\u0000', '\ude00 Kim']) {
      expect(locateQuote(text, { exact })).toEqual({ fault: 'ABSENT' });
    }
    expect(locateQuote('', { exact: 'a' })).toEqual({ fault: 'ABSENT' });
  });

  it('[O6] is found, absent or ambiguous as trying each place says', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '😀'), maxLength: 3 });
    fc.assert(
      fc.property(small, part, part, part, (where, exact, prefix, suffix) => {
        fc.pre(exact !== '');
        const at = places(where, exact, prefix, suffix);
        const found = locateQuote(where, { exact, prefix, suffix });
        expect(found).toEqual(expected(at, exact));
      }),
      { numRuns: 500 },
    );
  });

  it('[O6] of a hundred thousand letters in a text of a million that repeats one letter ends at once', () => {
    const found = locateQuote('a'.repeat(1_000_000), { exact: 'a'.repeat(100_000) });
    expect(found).toMatchObject({ fault: 'AMBIGUOUS', occurrences: 900_001 });
  }, 2000);
});

describe('the ranges of one annotation', () => {
  it('[O7] may touch, and stand in any order', () => {
    const ranges = [
      { start: 5, end: 10 },
      { start: 0, end: 5 },
    ];
    expect(checkRanges(10, ranges)).toEqual([]);
    expect(sortRanges(ranges)).toEqual([ranges[1], ranges[0]]);
  });

  it('[O7] are all checked at once, each fault with its path', () => {
    const faults = checkRanges(10, [
      { start: -1, end: 11 },
      { start: 4, end: 4 },
      { start: 0.5, end: 3 },
      { start: 8, end: 2 },
    ]);
    expect(faults.map(({ path, code }) => [path.join('.'), code])).toEqual([
      ['0.start', 'INVALID'],
      ['0.end', 'INVALID'],
      ['1.end', 'INVALID'],
      ['2.start', 'INVALID'],
      ['3.end', 'INVALID'],
    ]);
  });

  it('[O7] that overlap are told with the one they overlap', () => {
    const faults = checkRanges(10, [
      { start: 4, end: 8 },
      { start: 0, end: 5 },
    ]);
    expect(faults).toEqual([
      { path: ['0'], code: 'INVALID', message: expect.stringContaining('overlaps range 1') },
    ]);
  });

  it('[O7] number at least one and at most 100', () => {
    const many = Array.from({ length: 101 }, (_, at) => ({ start: at, end: at + 1 }));
    expect(checkRanges(1000, [])).toMatchObject([{ path: [], code: 'INVALID' }]);
    expect(checkRanges(1000, many)).toMatchObject([{ path: [], code: 'LIMIT' }]);
    expect(checkRanges(1000, many.slice(1))).toEqual([]);
  });

  it('[O7] pass exactly where no code point is marked twice', () => {
    const range = fc
      .record({ start: fc.nat(20), length: fc.integer({ min: 1, max: 5 }) })
      .map(({ start, length }) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 5 }), (ranges) => {
        const marked = ranges.flatMap(({ start, end }) =>
          Array.from({ length: end - start }, (_, i) => start + i),
        );
        expect(checkRanges(30, ranges).length === 0).toBe(new Set(marked).size === marked.length);
      }),
    );
  });
});
