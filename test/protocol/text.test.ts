import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, normaliseText, quoted } from '../../src/protocol/text.ts';

describe('a stored text', () => {
  it('[O3] has line ends LF, is NFC, and has no byte order mark in front', () => {
    expect(normaliseText('\ufeffO\u0304ta\r\nb\rc\n\td')).toEqual({ text: 'Ōta\nb\nc\n\td' });
  });

  it.each([
    ['ab\u0000', 'U+0000 (NUL) at code point 2'],
    ['😀\u000b', 'U+000B (a control character) at code point 1'],
    ['\u001f', 'U+001F (a control character) at code point 0'],
    ['a\ud83d', 'U+D83D (half of a surrogate pair) at code point 1'],
    ['\udc00a', 'U+DC00 (half of a surrogate pair) at code point 0'],
  ])('[O3] refuses %j and says which character stands where', (input, part) => {
    for (const result of [normaliseText(input), cleanLine(input)]) {
      expect(result).toEqual({ fault: expect.stringContaining(part) });
    }
  });

  it('[O3] keeps whole emoji, DEL and the separators of other scripts', () => {
    expect(normaliseText('👨‍👩‍👧\u007f\u0085\u2028')).toEqual({ text: '👨‍👩‍👧\u007f\u0085\u2028' });
  });

  it('[O3] is left as it is when stored again', () => {
    const unit = fc.constantFrom(
      '\ufeff',
      '\r',
      '\n',
      'e',
      '\u0301',
      '\u0323',
      'ᄒ',
      'ᅡ',
      'ᆫ',
      '\u1e9b',
      '😀',
      '\u2126',
    );
    const stored = fc.string({ unit }).map((input) => (normaliseText(input) as { text: string }).text);
    fc.assert(
      fc.property(stored, (text) => {
        expect(normaliseText(text)).toEqual({ text });
        expect(text).not.toMatch(/\r|^\ufeff/);
      }),
    );
  });
});

describe('a label', () => {
  it('is one line, with single spaces and none at the ends', () => {
    expect(cleanLine(' \u3000Shinzo \r\n\tAbe\u00a0 ')).toEqual({ text: 'Shinzo Abe' });
    expect(cleanLine(' \n ')).toEqual({ text: '' });
  });
});

describe('input repeated in a message', () => {
  it('is short, on one line, and holds nothing that cannot be shown', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 200 }),
        (input) => {
          const shown = quoted(input);
          expect([...shown].length).toBeLessThanOrEqual(43);
          expect(shown).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        },
      ),
    );
  });
});
