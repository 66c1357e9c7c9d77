import { type Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../config.ts';
import { hasCluster } from '../db/embedded/folder.ts';
import { exitCodes, Fault } from '../fault.ts';
import { withDatabase } from './with-database.ts';

type CreateOptions = {
  name: string;
  project?: string[];
  write?: boolean;
  expiresIn?: number;
  account?: string;
};

export function addToken(program: Command): void {
  const token = program
    .command('token')
    .description('access tokens, with which programs sign in (Authorization: Bearer)');
  token
    .command('create')
    .description('create one, and print it: it is shown this once')
    .requiredOption('--name <name>', 'what to call it, such as the program that uses it')
    .option('--project <slug...>', 'the only projects that it reaches; without: all of the account')
    .option('--write', 'let it write what its account may; without: it only reads')
    .option('--expires-in <days>', 'for how many days it holds; without: until it is revoked', wholeNumber)
    .option('--account <email>', 'whose it is; without: the local owner’s')
    .action(create);
  token.command('list').description('list all of them, also those that hold no longer').action(list);
  token
    .command('revoke')
    .description('revoke one: requests with it are refused from now on')
    .argument('<token>', 'its id or its name, as list prints them')
    .action(revoke);
  for (const command of token.commands)
    command.showHelpAfterError(`(demarche token ${command.name()} --help tells more)`);
}

async function create({ account, project, expiresIn, ...given }: CreateOptions): Promise<void> {
  const { createTokenFor } = await import('./token-work.ts');
  const input = { ...given, projects: project ?? null, expiresInDays: expiresIn ?? null };
  const text = await withDatabase('token create', (context) => createTokenFor(context, account, input));
  process.stdout.write(`${text}\n`);
}

async function list(): Promise<void> {
  refuseWhereNoDatabase();
  const { listTokens } = await import('./token-work.ts');
  const { table } = await import('./table.ts');
  const rows = await withDatabase('token list', listTokens);
  process.stdout.write(table(rows));
}

async function revoke(named: string): Promise<void> {
  refuseWhereNoDatabase();
  const { revokeNamed } = await import('./token-work.ts');
  const { id, name } = await withDatabase('token revoke', (context) => revokeNamed(context, named));
  process.stdout.write(`Revoked ${name} (${id}).\n`);
}

/** Nothing is to be found in a database that would be made only now. */
function refuseWhereNoDatabase(): void {
  const { databaseUrl, dataDir } = readConfig();
  if (databaseUrl !== undefined || hasCluster(dataDir)) return;
  throw new Fault(
    `No database is in ${dataDir}, so there are no tokens. Name with DATA_DIR the folder that the service uses, or with ` +
      'DATABASE_URL its database.',
    exitCodes.usage,
  );
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number of days.');
}
