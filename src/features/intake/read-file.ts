import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { declaredIn, decode } from './decode.ts';
import { type Found, textAlone } from './found.ts';
import { readHtml } from './read-html.ts';
import { readMarkdown } from './read-markdown.ts';

/** Bytes of a file at most: a text at its limit has 20 MB, a page around it may have more. */
const FILE_MAX = 64 * 2 ** 20;

const HTML = /^\.x?html?$/i;
/** Names of what is no text for readers, though its characters may be text. */
const OTHER =
  /^\.(json|jsonl|xml|csv|tsv|ya?ml|pdf|docx?|odt|rtf|xlsx?|pptx?|epub|png|jpe?g|gif|svg|webp|zip|gz|js|ts|css|sql)$/i;
const MARKDOWN = /^\.(md|markdown|mdown)$/i;

/** Reads a text, Markdown or HTML file. @returns what it holds, always with a title; or why it holds nothing of use */
export async function readIntake(path: string): Promise<(Found & { title: string }) | { fault: string }> {
  const bytes = await readBytes(path);
  if ('fault' in bytes) return bytes;
  const kind = extname(path);
  const isHtml = HTML.test(kind) || (!MARKDOWN.test(kind) && looksLikeHtml(bytes));
  const decoded = decode(bytes, isHtml ? declaredIn(bytes) : null);
  if ('fault' in decoded) return decoded;
  if (OTHER.test(kind)) {
    return { fault: `By its name it is ${kind} data; only text, Markdown and HTML can be imported.` };
  }
  try {
    const found = isHtml
      ? readHtml(decoded.text)
      : MARKDOWN.test(kind)
        ? readMarkdown(decoded.text)
        : textAlone(decoded.text);
    if (found.text.trim() === '') return { fault: 'It has no text.' };
    return { ...found, title: found.title || titleFrom(path) };
  } catch (error) {
    // Elements within elements, thousands deep: no page for people looks so.
    if (error instanceof RangeError) return { fault: 'Its elements lie too deep in each other.' };
    return {
      fault: `It cannot be read as a page: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

async function readBytes(path: string): Promise<Uint8Array | { fault: string }> {
  try {
    const { size } = await stat(path);
    if (size > FILE_MAX) return { fault: `It has ${size} bytes; at most ${FILE_MAX} can be imported.` };
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const reason = {
      ENOENT: 'There is no such file.',
      EISDIR: 'It is a folder; give the files in it.',
      EACCES: 'It may not be read.',
    }[String(code)];
    return { fault: reason ?? `It cannot be read (${String(code ?? error)}).` };
  }
}

function looksLikeHtml(bytes: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 512));
  return /^[^\w<]*<(!doctype\s+html|html)\b/i.test(head);
}

function titleFrom(path: string): string {
  const stem = basename(path, extname(path));
  return stem.replace(/[-_\s]+/g, ' ').trim() || stem;
}
