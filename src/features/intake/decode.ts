/** The characters of a file, or a sentence that says why there are none. */
export type Decoded = { text: string } | { fault: string };

/** Files that begin so hold something else than text. */
const MAGIC: [string, string][] = [
  ['%PDF', 'a PDF'],
  ['PK\u0003\u0004', 'a packed file, such as a Word document'],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Office document'],
  ['{\\rtf', 'a document in RTF'],
];

/** Bytes in which a page declares its encoding, as browsers look for it. */
const HEAD = 1_024;

/**
 * Reads bytes as text: by their byte order mark (UTF-8, UTF-16), else as `declared` says, else as UTF-8. Anything that is not
 * wholly text in that encoding is refused.
 */
export function decode(bytes: Uint8Array, declared: string | null = null): Decoded {
  const begin = String.fromCharCode(...bytes.subarray(0, 4));
  const magic = MAGIC.find(([mark]) => begin.startsWith(mark));
  if (magic) return { fault: `It is ${magic[1]}; only text, Markdown and HTML can be imported.` };
  const encoding = markOf(bytes) ?? declared ?? 'utf-8';
  const decoder = decoderOf(encoding);
  if (!decoder)
    return { fault: `It is declared to be in ${encoding}, which is not known; convert it to UTF-8.` };
  try {
    const text = asWindows(decoder.encoding, decoder.decode(bytes));
    if (text.includes('\0')) return { fault: 'It is not text: it holds NUL characters.' };
    return { text };
  } catch {
    return { fault: `It is not text in ${decoder.encoding.toUpperCase()}; convert it to UTF-8.` };
  }
}

/** What windows-1252 has at 0x80 to 0x9f; the blanks are not assigned. */
const WINDOWS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Some versions of Node read windows-1252 as Latin 1, where these places hold control characters. */
function asWindows(encoding: string, text: string): string {
  if (encoding !== 'windows-1252') return text;
  return text.replace(/[\x80-\x9f]/g, (control) => {
    const character = WINDOWS[control.charCodeAt(0) - 0x80] ?? ' ';
    return character === ' ' ? control : character;
  });
}

/** The encoding that a page declares in its head, if it does. */
export function declaredIn(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD));
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head)?.[1]?.toLowerCase() ?? null;
}

function markOf([first, second, third]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : null;
}

function decoderOf(encoding: string): TextDecoder | null {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    return null;
  }
}
