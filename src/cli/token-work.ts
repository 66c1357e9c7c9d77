import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from '../db/migrate.ts';
import { exitCodes, Fault } from '../fault.ts';
import { createToken, revokeToken } from '../features/access-token/access-token.command.ts';
import { allTokens } from '../features/access-token/access-token.query.ts';
import type { CreateTokenInput } from '../features/access-token/access-token.rule.ts';
import { localOwner, programOf } from '../features/account/account.command.ts';
import { account } from '../features/account/account.table.ts';
import type { Viewer } from '../features/account/viewer.ts';
import { DomainError } from '../protocol/errors.ts';
import { encodeGlobalId } from '../protocol/global-id.ts';
import { type Db, relations } from '../tables.ts';
import type { CommandContext } from './with-database.ts';

/** @returns the new token's text. @throws Fault where the account, a project or something else given is not right */
export async function createTokenFor(
  context: CommandContext,
  email: string | undefined,
  input: CreateTokenInput,
): Promise<string> {
  const db = await openTables(context);
  return told(async () => (await createToken(db, await accountOf(db, email), input)).text);
}

/** Every token, the newest first, as text under the names of its columns. */
export async function listTokens(context: CommandContext): Promise<Record<string, string>[]> {
  const tokens = await allTokens(await openTables(context));
  return tokens.map((token) => ({
    id: token.id,
    name: token.name,
    account: token.email,
    projects: token.allProjects ? 'all' : token.slugs.join(' ') || 'none',
    rights: token.mayWrite ? 'read and write' : 'read',
    created: minute(token.createdAt),
    'last used': minute(token.lastUsedAt) || 'never',
    expires: minute(token.expiresAt) || 'never',
    state: token.state,
  }));
}

/** Revokes the token of an id, or the only one of a name that holds. @throws Fault where there is none, or several */
export async function revokeNamed(context: CommandContext, named: string) {
  const db = await openTables(context);
  const tokens = await allTokens(db);
  const isNamed = (token: (typeof tokens)[number]) => token.name === named && token.state === 'holds';
  const byId = tokens.find(({ id }) => id === named || encodeGlobalId('AccessToken', 0, id) === named);
  const found = byId ? [byId] : tokens.filter(isNamed);
  const [token, another] = found;
  // What was given is not repeated: it may be the token itself.
  if (!token)
    throw new Fault(
      'No access token that holds has that id or name; demarche token list shows them all.',
      exitCodes.usage,
    );
  if (another)
    throw new Fault(
      `${found.length} access tokens have the name ${JSON.stringify(named)}; give the id of one: ${found.map(({ id }) => id).join(', ')}.`,
      exitCodes.usage,
    );
  const id = encodeGlobalId('AccessToken', 0, token.id);
  await told(() => revokeToken(db, programOf(token.accountId), { id }));
  return token;
}

async function openTables({ database, log }: CommandContext): Promise<Db> {
  await migrate(database.url, log);
  return drizzle({ client: database.sql, relations });
}

async function accountOf(db: Db, email: string | undefined): Promise<Viewer> {
  if (email === undefined) return localOwner(db);
  const [row] = await db
    .select({ id: account.id })
    .from(account)
    .where(eq(account.email, email.toLowerCase()));
  if (row) return programOf(row.id);
  throw new Fault(`--account: No account has the address ${JSON.stringify(email)}.`, exitCodes.usage);
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw new Fault(error.message, exitCodes.usage, { cause: error });
    throw error;
  }
}

/** In UTC, to the minute. */
function minute(moment: Date | null): string {
  return moment === null ? '' : moment.toISOString().slice(0, 16).replace('T', ' ');
}
