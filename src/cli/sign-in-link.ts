import type { Command } from 'commander';
import { eq } from 'drizzle-orm';
import { programDb } from '../db/viewer-db.ts';
import { migrate } from '../db/migrate.ts';
import { readConfig } from '../config.ts';
import { hasCluster } from '../db/embedded/folder.ts';
import { exitCodes, Fault } from '../fault.ts';
import { localOwner } from '../features/account/account.command.ts';
import { account } from '../features/account/account.table.ts';
import { relations } from '../tables.ts';
import { withDatabase } from './with-database.ts';

export function addSignInLink(program: Command): void {
  program
    .command('sign-in-link')
    .description('print a link that signs in, once, within 24 hours')
    .option('--email <address>', 'the account that it signs in to; without: the local owner')
    .addHelpText(
      'after',
      '\nThe link leads to PUBLIC_URL, else to HOST and PORT: set them as they are set for the service.',
    )
    .action(({ email }: { email?: string }) => printLink(email));
}

async function printLink(email: string | undefined): Promise<void> {
  const { databaseUrl, dataDir } = readConfig();
  if (databaseUrl === undefined && !hasCluster(dataDir))
    throw new Fault(
      `No database is in ${dataDir}, so there is nobody to sign in. Set DATA_DIR or DATABASE_URL as they are set for the service.`,
      exitCodes.usage,
    );
  const { createAuth } = await import('../http/auth/auth.ts');
  const link = await withDatabase('sign-in-link', async ({ config, database, log }) => {
    if (config.publicUrl === undefined && config.port === 0)
      throw new Fault(
        'Nothing says where the service is to be reached: set PUBLIC_URL, or PORT as it is set for the service.',
        exitCodes.usage,
      );
    await migrate(database.url, log);
    const db = programDb(database.sql, relations);
    const { accountId: ownerId } = await localOwner(db);
    const [found] =
      email === undefined
        ? [{ id: ownerId }]
        : await db
            .select({ id: account.id })
            .from(account)
            .where(eq(account.email, email.trim().toLowerCase()));
    if (!found) throw new Fault(`--email: no account has the address ${email}.`, exitCodes.usage);
    const name = ['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host;
    const url = `http://${name.includes(':') ? `[${name}]` : name}:${config.port}`;
    // The provider is not asked for anything here.
    const offline = { ...config, oidc: undefined };
    const auth = await createAuth({ db, sql: database.sql, config: offline, mail: undefined, log, url });
    return auth.signInLink(found.id);
  });
  process.stdout.write(`${link}\n`);
}
