import { exitCodes, messageOf } from '../../fault.ts';
import type { Logger } from '../../log.ts';
import { stopPostmaster, type Postmaster } from './postmaster.ts';

export type Supervised = { port: number; stop(): Promise<void> };

const restartsAllowed = 5;
const restartWindow = 60_000;

/**
 * Starts the server, and starts it again at the same port should it end unasked (killed for want of memory, say):
 * pools reconnect by themselves. After five times within a minute this process is told to end, as by SIGTERM.
 */
export async function superviseServer(
  start: (port?: number) => Promise<Postmaster>,
  log: Logger,
): Promise<Supervised> {
  let postmaster = await start();
  let stopping = false;
  let restarting: Promise<void> | undefined;
  const restarts: number[] = [];

  const watch = (): void => {
    void postmaster.exited.then((code) => {
      if (stopping) return;
      restarting = restart(code);
    });
  };

  const restart = async (code: number | null): Promise<void> => {
    const now = Date.now();
    restarts.push(now);
    try {
      if (restarts.filter((at) => at > now - restartWindow).length > restartsAllowed)
        throw new Error('too often');
      log.error({ code }, 'the embedded database ended unexpectedly; starting it again');
      postmaster = await start(postmaster.port);
      watch();
    } catch (error) {
      log.fatal(
        { reason: messageOf(error) },
        'the embedded database cannot be kept running; the service ends',
      );
      process.exitCode = exitCodes.database;
      process.kill(process.pid, 'SIGTERM');
    }
  };

  watch();
  return {
    port: postmaster.port,
    stop: async () => {
      stopping = true;
      await restarting;
      await stopPostmaster(postmaster);
    },
  };
}
