import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codePointLength,
  OffsetIndex,
  sliceCodePoints,
  toCodePoint,
  toUtf16,
} from '../../src/protocol/offsets.ts';

const mixed = fc.string({
  unit: fc.constantFrom('a', 'é', '三', '😀', '𠮷', '\n', '\ud83d', '\udc00'),
  maxLength: 60,
});

describe('offsets', () => {
  it('[O1] are code points: an emoji is one, a family of three is five', () => {
    expect(codePointLength('安倍😀晋三')).toBe(5);
    expect(codePointLength('👨‍👩‍👧')).toBe(5);
    expect(sliceCodePoints('安倍😀晋三', 2, 4)).toBe('😀晋');
    expect(toUtf16('安倍😀晋三', 3)).toBe(4);
    expect(toCodePoint('安倍😀晋三', 4)).toBe(3);
  });

  it('[O1] agree with JavaScript’s own iteration over any text, with and without an index', () => {
    fc.assert(
      fc.property(mixed, fc.nat(), fc.nat(), (text, one, other) => {
        const points = [...text];
        const [start, end] = [one % (points.length + 1), other % (points.length + 1)].sort(
          (a, b) => a - b,
        ) as [number, number];
        const index = new OffsetIndex(text);
        const before = points.slice(0, start).join('').length;
        expect([codePointLength(text), index.length]).toEqual([points.length, points.length]);
        expect([toUtf16(text, start), index.toUtf16(start)]).toEqual([before, before]);
        expect([toCodePoint(text, before), index.toCodePoint(before)]).toEqual([start, start]);
        const slice = points.slice(start, end).join('');
        expect([sliceCodePoints(text, start, end), index.slice(start, end)]).toEqual([slice, slice]);
      }),
    );
  });

  it('[O1] inside a surrogate pair become the start of its character', () => {
    expect(toCodePoint('a😀b', 2)).toBe(1);
    expect(new OffsetIndex('a😀b').toCodePoint(2)).toBe(1);
    expect(new OffsetIndex('😀😀').toCodePoint(3)).toBe(1);
  });

  it.each([-1, 4, 1.5, Number.NaN, Infinity])(
    '[O2] %s in a text of three is refused, never bent',
    (offset) => {
      const index = new OffsetIndex('a😀b');
      expect(() => toUtf16('a😀b', offset)).toThrow(RangeError);
      expect(() => index.toUtf16(offset)).toThrow(RangeError);
      expect(() => new OffsetIndex('abc').toCodePoint(offset)).toThrow(RangeError);
      expect(() => sliceCodePoints('abc', 2, 1)).toThrow(RangeError);
      expect(() => index.slice(2, 1)).toThrow(RangeError);
    },
  );

  it('an index of a long text answers a hundred thousand questions without walking it', () => {
    const index = new OffsetIndex('Kim 😀 said '.repeat(100_000));
    let sum = 0;
    for (let at = 0; at < 100_000; at += 1) sum += index.toUtf16(index.length - at) - index.toUtf16(at);
    expect(index.toUtf16(index.length)).toBe(index.text.length);
    expect(sum).toBeGreaterThan(0);
  }, 2000);
});
