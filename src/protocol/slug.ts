import { transliterate } from 'transliteration';
import { SLUG_MAX } from './limits.ts';

/** What a slug is, as messages and the schema's descriptions tell it. */
export const SLUG_HELP =
  `A slug has 1 to ${SLUG_MAX} characters: small letters a to z and digits, words joined by single hyphens, ` +
  'such as shinzo-abe.';

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether a text is a slug. */
export function isSlug(text: string): boolean {
  return text.length <= SLUG_MAX && SLUG.test(text);
}

/**
 * A slug for a name in any script, by transliteration: 安倍晋三 gives an-bei-jin-san (Chinese readings, as the table
 * knows no languages), Ōta gives ota. A name without a letter or digit gives x. Not unique: the caller adds a number.
 */
export function slugFrom(name: string): string {
  const latin = transliterate(name.slice(0, 4 * SLUG_MAX).normalize('NFC'))
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/[^a-z0-9]+/g, '-');
  return latin.replace(/^-+/, '').slice(0, SLUG_MAX).replace(/-+$/, '') || 'x';
}
