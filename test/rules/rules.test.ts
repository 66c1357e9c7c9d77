import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

import { BROKEN_IMPORTS, SOUND_IMPORTS } from './broken-imports.ts';
import { BROKEN_LINT, SOUND_LINT } from './broken-lint.ts';
import { inFolder, type Tree } from './tree.ts';

const ROOT = join(import.meta.dirname, '../..');
const LINT_CONFIG = join(ROOT, '.oxlintrc.json');
const { default: config } = (await import(pathToFileURL(join(ROOT, '.dependency-cruiser.mjs')).href)) as {
  default: { forbidden: (IForbiddenRuleType & { name: string; comment: string })[]; options: ICruiseOptions };
};

const installed = ['postgres', 'drizzle-orm', 'edtf', 'fast-check'];
const PACKAGES: Tree = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { postgres: '1', 'drizzle-orm': '1', edtf: '1' },
    devDependencies: { 'fast-check': '1' },
  }),
  ...Object.fromEntries(
    installed.flatMap((name) => [
      [
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js' }),
      ],
      [`node_modules/${name}/index.js`, 'export const value = 1;\n'],
    ]),
  ),
};

/** Names of the import rules that the tree breaks, each once. */
async function brokenImports(tree: Tree): Promise<string[]> {
  const { tsConfig: _, ...options } = config.options;
  return await inFolder({ ...PACKAGES, ...tree }, async (baseDir) => {
    const folders = ['src', 'test'].filter((top) =>
      Object.keys(tree).some((path) => path.startsWith(`${top}/`)),
    );
    const ruleSet = { forbidden: config.forbidden };
    const { output } = await cruise(folders, { ...options, baseDir, ruleSet, validate: true });
    return distinct((output as ICruiseResult).summary.violations.map(({ rule }) => rule.name));
  });
}

/** Names of the lint rules that the tree breaks, each once, written as in the configuration. */
async function brokenLint(tree: Tree): Promise<string[]> {
  return await inFolder(tree, (folder) => {
    cpSync(LINT_CONFIG, join(folder, '.oxlintrc.json'));
    const { diagnostics } = JSON.parse(oxlint(folder)) as { diagnostics: { code: string }[] };
    return distinct(diagnostics.map(({ code }) => code.replace(/^(.+)\((.+)\)$/, '$1/$2')));
  });
}

function oxlint(folder: string): string {
  const program = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  try {
    return execFileSync(process.execPath, [program, '--format', 'json'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (fault) {
    // oxlint ends with 1 when it has found something; what it found is printed all the same.
    return (fault as { stdout: string }).stdout;
  }
}

function distinct(names: string[]): string[] {
  return [...new Set(names)].sort();
}

/** The lint rules that the configuration names and does not switch off. */
function namedLintRules(): string[] {
  const text = readFileSync(LINT_CONFIG, 'utf8').replace(/^\s*\/\/.*$/gm, '');
  const { rules } = JSON.parse(text) as { rules: Record<string, unknown> };
  return Object.keys(rules).filter((name) => rules[name] !== 'off');
}

describe('import rules', () => {
  it.each(Object.keys(BROKEN_IMPORTS))(
    '%s reports the tree that breaks it, and no other rule does',
    async (name) => {
      expect(await brokenImports(BROKEN_IMPORTS[name] ?? {})).toEqual([name]);
    },
  );

  it('every rule has a tree that breaks it and a sentence that says why it holds', () => {
    expect(Object.keys(BROKEN_IMPORTS).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
    expect(config.forbidden.filter(({ comment }) => !/^[A-Za-z].{20,}\.$/.test(comment))).toEqual([]);
  });

  it('what the architecture allows breaks none', async () => {
    expect(await brokenImports(SOUND_IMPORTS)).toEqual([]);
  });
});

describe('lint rules', () => {
  it.each(Object.keys(BROKEN_LINT))(
    '%s reports the tree that breaks it, and no other rule does',
    async (name) => {
      expect(await brokenLint(BROKEN_LINT[name] ?? {})).toEqual([name]);
    },
  );

  it('every rule that the project names has a tree that breaks it', () => {
    expect(Object.keys(BROKEN_LINT).sort()).toEqual(namedLintRules().sort());
  });

  it('what stands in its one allowed place breaks none', async () => {
    expect(await brokenLint(SOUND_LINT)).toEqual([]);
  });
});
