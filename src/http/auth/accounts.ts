import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { z } from 'zod';
import { newId } from '../../db/columns.ts';
import { type AccountMade, PASSWORD_MAX, PASSWORD_MIN } from '../../features/account/new-account.ts';
import { codeOf } from '../../fault.ts';

const given = z.object({ name: z.string(), email: z.string(), password: z.string() });

/** Makes accounts for those who may have one although sign-up is closed: whoever was invited. Not reachable over HTTP. */
export const accounts = {
  id: 'accounts',
  endpoints: {
    createAccount: createAuthEndpoint.serverOnly(
      { method: 'POST', body: given },
      async ({ body, context }): Promise<AccountMade> => {
        const email = body.email.trim().toLowerCase();
        const name = body.name.trim();
        if (name === '') return { fault: 'NAME_EMPTY' };
        if (!z.email().safeParse(email).success) return { fault: 'EMAIL_INVALID' };
        if (body.password.length < PASSWORD_MIN) return { fault: 'PASSWORD_TOO_SHORT' };
        if (body.password.length > PASSWORD_MAX) return { fault: 'PASSWORD_TOO_LONG' };
        const { internalAdapter } = context;
        if (await internalAdapter.findUserByEmail(email)) return { fault: 'EMAIL_TAKEN' };
        const password = await context.password.hash(body.password);
        const id = newId();
        const user = { id, name, email, emailVerified: false };
        try {
          // Account and password in one transaction, whatever the function is named for.
          await internalAdapter.createOAuthUser(user, { providerId: 'credential', accountId: id, password });
          return { accountId: id };
        } catch (error) {
          // Somebody else took the address meanwhile.
          if (codeOf((error as Error).cause) === '23505') return { fault: 'EMAIL_TAKEN' };
          throw error;
        }
      },
    ),
  },
} satisfies BetterAuthPlugin;
