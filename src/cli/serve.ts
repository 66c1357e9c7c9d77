import type { Command } from 'commander';
import { startApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { exitCodes } from '../fault.ts';
import { createLog, type Logger } from '../log.ts';

/** The service answers what it has begun and ends within this; a supervisor that asks to stop commonly waits ten seconds. */
const drainLimit = 9_500;

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('start the service; SIGTERM or Ctrl-C ends it, a second one at once')
    .option('--no-demo', 'leave an empty database empty, without the demo project')
    .action((options: { demo: boolean }) => serve(options.demo));
}

/** Runs the service until a signal ends it. */
async function serve(demo: boolean): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config);
  const stopped = nextSignal(log);
  const app = await startApp({ config, log, demo });
  log.info({ url: app.url }, 'ready');
  process.stderr.write(`Demarche is ready. Ask it in GraphiQL: ${app.url}/graphql\n`);

  await stopped;
  const late = setTimeout(() => {
    log.fatal({ limit: drainLimit }, 'not drained in time');
    process.exit(exitCodes.unexpected);
  }, drainLimit);
  await app.close();
  clearTimeout(late);
  log.info('stopped');
  // Whatever else may keep the process is done with; an exit code set on the way here stands.
  process.exit();
}

/**
 * Under `npm start` one Ctrl-C arrives twice, from the terminal and passed on by npm: signals this close together,
 * in milliseconds, count as one.
 */
const sameSignal = 300;

/** Resolves at the first signal to end, also one that comes during the start; the second ends the process. */
function nextSignal(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    let asked = 0;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (asked > 0 && Date.now() - asked < sameSignal) return;
      if (asked > 0) process.exit(signal === 'SIGINT' ? 130 : 143);
      asked = Date.now();
      log.info({ signal }, 'stopping');
      resolve();
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}
