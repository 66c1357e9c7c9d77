import { cleanLine } from '../protocol/text.ts';
import { filterError } from './ref-filter.ts';

/**
 * Reads a text that a filter looks for as a label would be stored.
 *
 * @throws a request error naming the argument, where no stored text can hold it
 */
export function textArgument(argument: string, text: string): string {
  const cleaned = cleanLine(text);
  if ('fault' in cleaned) throw filterError(argument, cleaned.fault);
  return cleaned.text;
}

/** The pattern of texts that have this one anywhere in them; null where there is nothing to look for. */
export function containing(argument: string, text: string | null | undefined): string | null {
  const cleaned = textArgument(argument, text ?? '');
  return cleaned === '' ? null : `%${cleaned.replace(/[\\%_]/g, '\\$&')}%`;
}
