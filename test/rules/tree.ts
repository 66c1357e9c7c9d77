import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Source text by path, relative to the root of a small project. */
export type Tree = Record<string, string>;

const KEEP_TYPES = "import type { Shape } from 'PATH';\nexport type Kept = Shape;\n";
const KEEP_VALUES = "import { value } from 'PATH';\nexport const kept = value;\n";

function specifier(from: string, to: string): string {
  if (!to.startsWith('src/') && !to.startsWith('test/')) return to;
  const path = relative(dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

/**
 * A tree in which one file imports another, told as `src/a.ts > src/b.ts`, or `src/a.ts > type src/b.ts` where only
 * types are taken. What stands right of the arrow and is no file of the tree is a package or a module of Node.
 */
export function treeOf(...imports: string[]): Tree {
  const tree: Tree = {};
  for (const line of imports) {
    const [from = '', right = ''] = line.split(' > ');
    const to = right.replace(/^type /, '');
    const text = to === right ? KEEP_VALUES : KEEP_TYPES;
    tree[from] = (tree[from] ?? '') + text.replace('PATH', specifier(from, to));
    if (to.startsWith('src/') || to.startsWith('test/')) tree[to] ??= '';
  }
  return tree;
}

/** Writes the tree into a new folder, runs `work` on that folder, and removes it. */
export async function inFolder<T>(tree: Tree, work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'demarche-rules-')));
  try {
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
