import type { Command } from 'commander';
import { migrate } from '../db/migrate.ts';
import { withDatabase } from './with-database.ts';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the tables up to date, as the service does at its start')
    .action(async () => {
      const count = await withDatabase('migrate', ({ database, log }) => migrate(database.url, log));
      process.stdout.write(count === 0 ? 'The database is up to date.\n' : `Ran ${count} migrations.\n`);
    });
}
