import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSlug, slugFrom } from '../../src/protocol/slug.ts';

describe('a slug', () => {
  it.each(['a', '7', 'shinzo-abe', 'us-dprk-normalisation', 'a'.repeat(80)])('[I5] %s is one', (text) => {
    expect(isSlug(text)).toBe(true);
  });

  it.each(['', '-', 'a-', '-a', 'a--b', 'A', 'ō', 'a b', 'a_b', 'a\n', 'a'.repeat(81)])(
    '[I5] %j is none',
    (text) => {
      expect(isSlug(text)).toBe(false);
    },
  );

  it.each([
    ['Shinzo Abe', 'shinzo-abe'],
    ['安倍晋三', 'an-bei-jin-san'],
    ['Ōta & Söhne', 'ota-sohne'],
    ['Москва', 'moskva'],
    ["Kim Jong-un's sister", 'kim-jong-uns-sister'],
    ['😀', 'x'],
    ['', 'x'],
  ])('[I5] %s becomes %s', (name, slug) => {
    expect(slugFrom(name)).toBe(slug);
  });

  it('[I5] is found for any name, and a slug is its own slug', () => {
    const units = fc.string({
      unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
      maxLength: 400,
    });
    fc.assert(
      fc.property(units, (name) => {
        const slug = slugFrom(name);
        expect(isSlug(slug)).toBe(true);
        expect(slugFrom(slug)).toBe(slug);
      }),
      { numRuns: 500 },
    );
  });
});
