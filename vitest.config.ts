import { defineConfig } from 'vitest/config';
import { tally } from './test/kit/tally.ts';

export default defineConfig({
  // Node resolves the package to its CommonJS build, for us and for the libraries alike; Vite would take the other build
  // for our own files, and GraphQL refuses a schema from a second copy of itself.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    reporters: ['default', tally()],
    globalSetup: ['test/kit/global-setup.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
