import { codePointLength } from './offsets.ts';

/** A text fit to be stored, or a sentence that says what is wrong with it. */
export type TextResult = { text: string } | { fault: string };

/** C0 controls but tab, line feed and carriage return (written as a double negation), and lone surrogates. */
const REFUSED = /[^\P{Cc}\t\n\r\x7f-\x9f]|\p{Cs}/u;

/**
 * Brings a text into the form it is stored in: no byte order mark in front, line ends LF, Unicode NFC.
 * The fault names the first character that no text may hold, and where it stands in the input, in code points.
 */
export function normaliseText(input: string): TextResult {
  const fault = refusedIn(input);
  if (fault !== null) return { fault };
  return { text: toStoredForm(input.replace(/^\ufeff+/, '')) };
}

/**
 * The same for a label of one line: white space of any kind, line ends too, becomes single spaces, none at the ends.
 * The result may be empty; whether that is a fault is the caller's to say.
 */
export function cleanLine(input: string): TextResult {
  const fault = refusedIn(input);
  if (fault !== null) return { fault };
  return { text: input.normalize('NFC').replace(/\s+/gu, ' ').trim() };
}

/** Line ends LF and Unicode NFC, for what is compared with stored text; drops and refuses nothing. */
export function toStoredForm(input: string): string {
  return input.replace(/\r\n?/g, '\n').normalize('NFC');
}

/** A piece of somebody's input as a message may repeat it: short, on one line, without what cannot be shown. */
export function quoted(input: string): string {
  const shown = input
    .slice(0, 80)
    .replace(/[\p{Cc}\p{Cs}\s]/gu, (found) => (/\s/.test(found) ? ' ' : '\ufffd'));
  const points = [...shown];
  const cut = points.length > 40 || input.length > 80;
  return `"${cut ? `${points.slice(0, 40).join('')}…` : shown}"`;
}

function refusedIn(input: string): string | null {
  const match = REFUSED.exec(input);
  if (!match) return null;
  const code = match[0].charCodeAt(0);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const kind = code === 0 ? 'NUL' : code < 0x20 ? 'a control character' : 'half of a surrogate pair';
  const at = codePointLength(input.slice(0, match.index));
  return `The text holds ${name} (${kind}) at code point ${at}, which no text may hold; remove it and send the text again.`;
}
