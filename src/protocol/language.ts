/**
 * A BCP 47 tag in its usual capitals; null where it is none. The form allows first parts of up to eight letters, but all
 * languages that have one have two or three: `english` names none.
 */
export function languageTag(text: string): string | null {
  if (!/^[a-z]{2,3}(-|$)/i.test(text)) return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}
