/** What of a page's tree is needed here; linkedom's nodes have it. */
export type TreeNode = {
  nodeType: number;
  nodeName: string;
  textContent: string | null;
  childNodes: Iterable<TreeNode>;
};

const TEXT = 3;
const ELEMENT = 1;

const UNSEEN = new Set([
  'SCRIPT',
  'STYLE',
  'TEMPLATE',
  'NOSCRIPT',
  'HEAD',
  'TITLE',
  'SVG',
  'IFRAME',
  'OBJECT',
  'RT',
  'RP',
]);
const PARAGRAPHS = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY DETAILS DIALOG DIV DL FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR ' +
    'HTML MAIN NAV OL P PRE SECTION SUMMARY TABLE UL'
  ).split(' '),
);
const LINES = new Set(['BR', 'CAPTION', 'DD', 'DT', 'LI', 'TR']);

/**
 * The text of a tree as a person reads it: blank lines between paragraphs, a line for each item or row, white space as a
 * browser shows it. Nothing is marked: no bullets, no underlining.
 */
export function plainText(root: TreeNode): string {
  const writer = new Writer();
  collect(root, false, writer);
  return writer.text();
}

function collect(node: TreeNode, asWritten: boolean, writer: Writer): void {
  if (node.nodeType === TEXT) {
    const text = node.textContent ?? '';
    if (asWritten) writer.verbatim(text.replace(/\n$/, ''));
    else writer.words(text);
    return;
  }
  const name = node.nodeName.toUpperCase();
  if (node.nodeType === ELEMENT && UNSEEN.has(name)) return;
  if (name === 'BR') return writer.lineEnd();
  const apart = PARAGRAPHS.has(name) ? 2 : LINES.has(name) ? 1 : 0;
  writer.apart(apart);
  for (const child of node.childNodes) collect(child, asWritten || name === 'PRE', writer);
  writer.apart(apart);
  if (name === 'TD' || name === 'TH') writer.cellEnd();
}

/** Puts words together; space between them is written only once it is known what follows. */
class Writer {
  readonly #parts: string[] = [];
  #lines = 0;
  #space = '';

  words(text: string): void {
    const words = text.replace(/[ \t\n\r\f]+/g, ' ');
    if (words.startsWith(' ')) this.#space ||= ' ';
    const body = words.replace(/^ | $/g, '');
    if (body === '') return;
    this.verbatim(body);
    if (words.endsWith(' ')) this.#space = ' ';
  }

  verbatim(text: string): void {
    const between = this.#lines > 0 ? '\n'.repeat(this.#lines) : this.#space;
    if (this.#parts.length > 0) this.#parts.push(between);
    this.#parts.push(text);
    this.#lines = 0;
    this.#space = '';
  }

  /** At least so many line ends before what follows. */
  apart(lines: number): void {
    this.#lines = Math.max(this.#lines, lines);
    if (lines > 0) this.#space = '';
  }

  lineEnd(): void {
    this.#lines = Math.min(this.#lines + 1, 2);
  }

  cellEnd(): void {
    this.#space = '\t';
  }

  text(): string {
    return this.#parts.join('').trim();
  }
}
