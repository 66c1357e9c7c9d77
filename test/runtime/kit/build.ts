import { buildSync } from 'esbuild';
import { cpSync, mkdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { packageRoot } from '../../../src/package-root.ts';

/** Builds `dist` into a folder, as `npm run build` does into the package. */
export function build(root: string): void {
  buildSync({
    absWorkingDir: packageRoot,
    entryPoints: ['src/main.ts', 'src/cli/demarche.ts'],
    outdir: join(root, 'dist'),
    ...{
      bundle: true,
      splitting: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'esm',
    },
    ...{ sourcemap: true, logLevel: 'error' },
  });
}

/**
 * Puts into `root` what `npm ci --omit=dev` and the build leave there: all that runs the service, and nothing it
 * shares with the working tree.
 */
export function installCopy(root: string): void {
  const list = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: packageRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const packages = list
    .trim()
    .split('\n')
    .map((path) => relative(packageRoot, path))
    .filter((path) => path.split('node_modules').length === 2);
  mkdirSync(root, { recursive: true });
  for (const path of [...packages, 'package.json', 'migrations']) {
    cpSync(join(packageRoot, path), join(root, path), { recursive: true, verbatimSymlinks: true });
  }
  build(root);
}
