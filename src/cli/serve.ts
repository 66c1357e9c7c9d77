import type { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import { exitCodes } from '../fault.ts';
import { createLog, type Logger } from '../log.ts';

/** From the first signal to the end, in milliseconds: supervisors commonly allow ten seconds before they kill. */
const drainLimit = 9_500;

/**
 * Under `npm start` one Ctrl-C arrives twice, from the terminal and passed on by npm: signals this close together,
 * in milliseconds, count as one.
 */
const sameSignal = 300;

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('start the service; SIGTERM or Ctrl-C ends it, a second one at once')
    .option('--no-demo', 'leave an empty database empty, without the demo project')
    .action((options: { demo: boolean }) => serve(options.demo));
}

/** Runs the service until a signal ends it. */
async function serve(demo: boolean): Promise<void> {
  const config = readConfig();
  const log = createLog(config);
  const asked = askedToStop(log);
  const { startApp } = await import('../app.ts');
  const app = await startApp({ config, log, demo });
  log.info({ url: app.url }, 'ready');
  process.stderr.write(`${welcome(config, config.publicUrl ?? app.url)}\n`);
  if (app.signInLink !== null)
    process.stderr.write(`Sign in as its owner, once, within 24 hours: ${app.signInLink}\n`);

  await asked;
  await app.close();
  log.info('stopped');
  // Whatever else may keep the process is done with; an exit code set on the way here stands.
  process.exit();
}

/** What whoever starts it is told. */
function welcome({ limits, host, publicUrl }: Config, url: string): string {
  if (limits.graphiql) return `Demarche is ready. Ask it in GraphiQL: ${url}/graphql`;
  const told = `Demarche is ready. People sign in at ${url}/sign-in, programs ask at ${url}/graphql with an access token.`;
  return publicUrl === undefined
    ? `${told}\nIt listens on ${host} for everybody who reaches it: set PUBLIC_URL to its address, so that people can sign in there, and let a proxy speak https.`
    : told;
}

/** Resolves at the first signal to end, also one that comes during the start, and sees to it that the end comes. */
function askedToStop(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    let since: number | undefined;
    const stop = (): void => {
      since = Date.now();
      setTimeout(() => {
        log.fatal({ limit: drainLimit }, 'not stopped in time; ending as it is');
        process.exit(exitCodes.unexpected);
      }, drainLimit).unref();
      resolve();
    };
    const onSignal = (signal: NodeJS.Signals, number: number): void => {
      if (since === undefined) {
        log.info({ signal }, 'stopping');
        stop();
      } else if (Date.now() - since > sameSignal) {
        process.exit(128 + number);
      }
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal).on('SIGHUP', onSignal);
    process.on('uncaughtException', (err) => {
      log.fatal({ err }, 'a fault of the program; the service stops');
      process.exitCode = exitCodes.unexpected;
      if (since === undefined) stop();
    });
  });
}
