import { readConfig, type Config } from '../config.ts';
import { openDatabase, type Database } from '../db/open.ts';
import { createLog, type Logger } from '../log.ts';

export type CommandContext = { config: Config; log: Logger; database: Database };

/**
 * Runs a command's work on the database, beside a running service if there is one, and closes it after, also when
 * interrupted. Progress and the log go to stderr, in text unless LOG_FORMAT says otherwise, so that stdout is the
 * result alone.
 */
export async function withDatabase<T>(
  command: string,
  work: (context: CommandContext) => Promise<T>,
): Promise<T> {
  const config = readConfig();
  const logFormat = config.logFormat === 'auto' ? 'text' : config.logFormat;
  const log = createLog({ ...config, logFormat }, process.stderr);
  const database = await openDatabase(config, log, { command, beside: true });
  const interrupt = (_: NodeJS.Signals, number: number): void => {
    void database.close().finally(() => process.exit(128 + number));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await work({ config, log, database });
  } finally {
    await database.close();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
