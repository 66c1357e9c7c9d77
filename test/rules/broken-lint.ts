import type { Tree } from './tree.ts';

/** For each lint rule that the project names itself, a tree that breaks it and no other. */
export const BROKEN_LINT: Record<string, Tree> = {
  'node/no-process-env': { 'src/db/open.ts': "export const url = process.env['DATABASE_URL'];\n" },
  'eslint/no-restricted-imports': {
    'src/db/open.ts': "import { env } from 'node:process';\nexport const url = env['DATABASE_URL'];\n",
  },
  'import/no-default-export': {
    'src/http/health.ts': 'export default function health() {\n  return 200;\n}\n',
  },
  'oxc/no-barrel-file': {
    'src/protocol/all.ts': "export * from './ids.ts';\n",
    'src/protocol/ids.ts': 'export const ids = 1;\n',
  },
  'eslint/no-restricted-properties': {
    'src/http/yoga.ts':
      "import { builder } from '../graphql/builder.ts';\nexport const schema = builder.toSchema();\n",
    'src/graphql/builder.ts': 'export const builder = { toSchema: () => 1 };\n',
  },
  'eslint/no-console': { 'src/http/yoga.ts': "console.log('listening');\n" },
  'vitest/no-focused-tests': { 'test/api/actor.test.ts': testFile('it.only') },
  'vitest/no-disabled-tests': { 'test/api/actor.test.ts': testFile('it.skip') },
};

/** What stands in the one place where each of those rules lets it be. */
export const SOUND_LINT: Tree = {
  'src/config.ts': "export const url = process.env['DATABASE_URL'];\n",
  'src/schema.ts':
    "import { builder } from './graphql/builder.ts';\nexport const schema = builder.toSchema();\n",
  'src/graphql/builder.ts': 'export const builder = { toSchema: () => 1 };\n',
  'src/cli/serve.ts': "console.log('listening');\n",
  'drizzle.config.ts': 'export default { out: 1 };\n',
  'test/api/actor.test.ts': testFile('it'),
};

function testFile(it: string): string {
  return `import { expect, it } from 'vitest';\n${it}('counts', () => {\n  expect(1 + 1).toBe(2);\n});\n`;
}
