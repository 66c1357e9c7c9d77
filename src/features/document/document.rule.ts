import { isDay } from '../../protocol/day.ts';
import type { FaultList } from '../../protocol/errors.ts';
import { DOCUMENT_TEXT_MAX } from '../../protocol/limits.ts';
import { codePointLength } from '../../protocol/offsets.ts';
import { normaliseText } from '../../protocol/text.ts';

/** The text of a document as it is stored; faults go to `faults`, the result is then ''. */
export function checkText(faults: FaultList, input: string): string {
  // No normal form has more than three units for one of the input's; what is far too long is not worth normalising.
  const text = input.length > 4 * DOCUMENT_TEXT_MAX ? input : faults.take('text', normaliseText(input))?.text;
  if (text === undefined) return '';
  if (text.trim() === '') faults.add('text', 'It has no words; give the text of the document.');
  const length = text.length > DOCUMENT_TEXT_MAX ? codePointLength(text) : text.length;
  if (length > DOCUMENT_TEXT_MAX) {
    faults.add(
      'text',
      `It has ${length} characters; a document has at most ${DOCUMENT_TEXT_MAX}. Divide it into several.`,
      'LIMIT',
    );
  }
  return text;
}

/** The day on which a document was published, or null. */
export function checkPublishedOn(faults: FaultList, day: string | null | undefined): string | null {
  if (day === null || day === undefined) return null;
  if (!isDay(day))
    faults.add('publishedOn', 'It is not a day; give one such as 2018-11-05, or leave it out.');
  return day;
}
