import { expect, it } from 'vitest';
import { languageTag } from '../../src/protocol/language.ts';

it('language tags begin with two or three letters, and come in their usual capitals', () => {
  expect(['en', 'JA', 'zh-hant', 'en-gb', 'ain'].map(languageTag)).toEqual([
    'en',
    'ja',
    'zh-Hant',
    'en-GB',
    'ain',
  ]);
  for (const none of ['english', 'e', 'en_GB', '日本語', 'x-private', '']) {
    expect([none, languageTag(none)]).toEqual([none, null]);
  }
});
