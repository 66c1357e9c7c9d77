import { createProgram } from './cli/program.ts';
import { run } from './cli/run.ts';

// What `npm start` runs: `demarche serve`, with its options.
await run(createProgram(), ['serve', ...process.argv.slice(2)]);
