import type { AuthContext, BetterAuthPlugin, User } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import { newId } from '../../db/columns.ts';
import {
  type AccountMade,
  type NewAccount,
  PASSWORD_MAX,
  PASSWORD_MIN,
} from '../../features/account/new-account.ts';
import { codeOf } from '../../fault.ts';

const given = z.object({ name: z.string(), email: z.string(), password: z.string() });

/** Makes accounts for those who may have one although sign-up is closed: whoever was invited. Not reachable over HTTP. */
export const accounts = {
  id: 'accounts',
  endpoints: {
    createAccount: createAuthEndpoint.serverOnly(
      { method: 'POST', body: given },
      async ({ body, context }): Promise<AccountMade> => {
        const made = await make(context, body);
        return 'fault' in made ? made : { accountId: made.id };
      },
    ),
    /** The same, and signs in. It has a path for the sake of the limit on attempts; `served` leaves it out. */
    signUpInvited: createAuthEndpoint(
      '/sign-up/invited',
      { method: 'POST', body: given },
      async (ctx): Promise<{ accountId: string }> => {
        const made = await make(ctx.context, ctx.body);
        if ('fault' in made) throw new APIError('BAD_REQUEST', { code: made.fault, message: made.fault });
        const session = await ctx.context.internalAdapter.createSession(made.id);
        await setSessionCookie(ctx, { session, user: made });
        return ctx.json({ accountId: made.id });
      },
    ),
  },
} satisfies BetterAuthPlugin;

async function make(
  context: AuthContext,
  given: NewAccount,
): Promise<User | Extract<AccountMade, { fault: unknown }>> {
  const email = given.email.trim().toLowerCase();
  const name = given.name.trim();
  if (name === '') return { fault: 'NAME_EMPTY' };
  if (!z.email().safeParse(email).success) return { fault: 'EMAIL_INVALID' };
  if (given.password.length < PASSWORD_MIN) return { fault: 'PASSWORD_TOO_SHORT' };
  if (given.password.length > PASSWORD_MAX) return { fault: 'PASSWORD_TOO_LONG' };
  const { internalAdapter } = context;
  // Asked last: whoever learns that an address is free has an account with it then.
  if (await internalAdapter.findUserByEmail(email)) return { fault: 'EMAIL_TAKEN' };
  const password = await context.password.hash(given.password);
  const id = newId();
  const user = { id, name, email, emailVerified: false };
  try {
    // Account and password in one transaction, whatever the function is named for.
    const credential = { providerId: 'credential', accountId: id, password };
    return (await internalAdapter.createOAuthUser(user, credential)).user;
  } catch (error) {
    // Somebody else took the address meanwhile.
    if (codeOf((error as Error).cause) === '23505') return { fault: 'EMAIL_TAKEN' };
    throw error;
  }
}
