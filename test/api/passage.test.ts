import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PASSAGE_MAX, splitPassages } from '../../src/features/document/passage.rule.ts';
import { codePointLength, sliceCodePoints } from '../../src/protocol/offsets.ts';

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);

/** Texts of paragraphs short and long, in Latin, Japanese and beyond the Basic Multilingual Plane, with odd white space. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\n\n', '\n \t\n', ' ', '\u3000', '\t', '. ', '。', '！」', '.” '),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom('The king said so. ', '王は約束を守る。', '\u{1f451}\u{1f451}', 'word '),
      fc
        .tuple(
          fc.constantFrom('a', '\u{1f451}', '王。', 'word ', 'It is so. ', 'x\n', '\n\n'),
          fc.integer({ min: 1, max: 3_000 }),
        )
        .map(([unit, count]) => unit.repeat(count)),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(''));

describe(`passages of a text (seed ${seed})`, () => {
  it('hold every character but white space between them, once, in order, at their offsets', () => {
    fc.assert(
      fc.property(text, (whole) => {
        let reached = 0;
        for (const { start, text: words } of splitPassages(whole)) {
          expect(start).toBeGreaterThanOrEqual(reached);
          expect(sliceCodePoints(whole, reached, start).trim()).toBe('');
          const end = start + codePointLength(words);
          expect(sliceCodePoints(whole, start, end)).toBe(words);
          expect(words).not.toBe('');
          expect(words.trim()).toBe(words);
          expect(end - start).toBeLessThanOrEqual(PASSAGE_MAX);
          reached = end;
        }
        expect(sliceCodePoints(whole, reached, codePointLength(whole)).trim()).toBe('');
      }),
      { seed, numRuns: 300 },
    );
  });

  it('are few, however many lines a text has', () => {
    fc.assert(
      fc.property(text, (whole) => {
        expect(splitPassages(whole).length).toBeLessThanOrEqual(2 + codePointLength(whole) / 100);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('are its paragraphs, a heading with what follows it', () => {
    const paragraph = 'The king will name an heir. '.repeat(10).trim();
    expect(splitPassages(`A heading\n\n${paragraph}\n \n${paragraph}\n`)).toEqual([
      { start: 0, text: `A heading\n\n${paragraph}` },
      { start: 11 + paragraph.length + 3, text: paragraph },
    ]);
  });

  it('end where a sentence does, where a paragraph is too long', () => {
    const latin = splitPassages('He said “no.” '.repeat(500)).map((passage) => passage.text);
    expect(latin.length).toBeGreaterThan(1);
    for (const words of latin) expect(words.endsWith('“no.”')).toBe(true);
    const japanese = splitPassages('王は約束を守る。'.repeat(800)).map((passage) => passage.text);
    expect(japanese.length).toBeGreaterThan(1);
    for (const words of japanese) expect(words.endsWith('。')).toBe(true);
  });
});
