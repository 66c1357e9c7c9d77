import type { FaultList, PathStep } from '../protocol/errors.ts';
import { LABEL_MAX, PROSE_MAX } from '../protocol/limits.ts';
import { codePointLength } from '../protocol/offsets.ts';
import { isSlug, SLUG_HELP, slugFrom } from '../protocol/slug.ts';
import { cleanLine, normaliseText } from '../protocol/text.ts';

type Path = PathStep | readonly PathStep[];

/** A label of one line that must not be empty: trimmed, NFC. Faults go to `faults`; the result is then ''. */
export function line(faults: FaultList, path: Path, input: string, max: number = LABEL_MAX): string {
  const cleaned = faults.take(path, cleanLine(input))?.text;
  if (cleaned === undefined) return '';
  if (cleaned === '') faults.add(path, 'It is empty; give at least one letter.');
  if (codePointLength(cleaned) > max)
    faults.add(path, `It is longer than ${max} characters; shorten it.`, 'LIMIT');
  return cleaned;
}

/** As `line`, for a label that may be left out: null where it is absent or empty. */
export function optionalLine(
  faults: FaultList,
  path: Path,
  input: string | null | undefined,
  max: number = LABEL_MAX,
): string | null {
  if (input === null || input === undefined || input.trim() === '') return null;
  return line(faults, path, input, max);
}

/** Prose of several lines that may be left out: NFC, LF; null where it is absent or empty. */
export function prose(
  faults: FaultList,
  path: Path,
  input: string | null | undefined,
  max: number = PROSE_MAX,
): string | null {
  if (input === null || input === undefined) return null;
  const text = faults.take(path, normaliseText(input))?.text.trim();
  if (text === undefined || text === '') return null;
  if (codePointLength(text) > max)
    faults.add(path, `It is longer than ${max} characters; shorten it.`, 'LIMIT');
  return text;
}

/** A slug as given, or made from `name` where none is. */
export function checkSlug(
  faults: FaultList,
  path: Path,
  slug: string | null | undefined,
  name: string,
): string {
  if (slug === null || slug === undefined) return slugFrom(name);
  if (!isSlug(slug)) faults.add(path, SLUG_HELP);
  return slug;
}
