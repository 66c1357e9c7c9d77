import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, Vitest } from 'vitest/node';

/**
 * Names, after a run, every test that did not run and why, so that a missing program is never silent. Tests left out by a
 * pattern on the command line are not named. With TALLY_FILE set, writes there `passed failed skipped` for .ci/run; a file
 * or a hook that fails outside any test counts as one failure.
 */
export function tally(): Reporter {
  let chosen = false;
  return {
    onInit(vitest: Vitest) {
      chosen = vitest.config.testNamePattern !== undefined;
    },
    onTestRunEnd(modules, errors) {
      const tests = modules.flatMap((module) => [...module.children.allTests()]);
      const inState = (state: string) => tests.filter((test) => test.result().state === state);
      const skipped = inState('skipped');
      const elsewhere = modules.filter(
        (module) => module.state() === 'failed' && ownFailures(module.children.allTests()) === 0,
      );
      const failed = inState('failed').length + elsewhere.length + errors.length;
      if (skipped.length > 0 && !chosen) {
        process.stdout.write(`\nNot run:\n${skipped.map((test) => `  ${nameOf(test)}\n`).join('')}`);
      }
      const file = process.env['TALLY_FILE'];
      if (file !== undefined)
        writeFileSync(file, `${inState('passed').length} ${failed} ${skipped.length}\n`);
    },
  };
}

function ownFailures(tests: Iterable<TestCase>): number {
  return [...tests].filter((test) => test.result().state === 'failed').length;
}

function nameOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return `${test.module.relativeModuleId} > ${test.fullName}${note === undefined ? '' : `: ${note}`}`;
}
