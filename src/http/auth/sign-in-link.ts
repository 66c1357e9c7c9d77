import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { generateRandomString } from 'better-auth/crypto';
import { z } from 'zod';

/** Milliseconds for which a link is good. */
const LIFETIME = 24 * 3_600_000;

/** No other character is in a token. */
const given = z.object({ token: z.string().regex(/^\w{1,64}$/) });

const name = (token: string): string => `sign-in-link:${token}`;

/**
 * Links that sign in to one account, once. They are handed out by whoever runs the service, to whom the accounts belong
 * anyway; so unlike better-auth's magic links they prove nothing about an e-mail address and touch no password.
 */
export const signInLinks = {
  id: 'sign-in-link',
  endpoints: {
    makeSignInLink: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ accountId: z.uuid() }) },
      async (ctx) => {
        const token = generateRandomString(32, 'a-z', 'A-Z', '0-9');
        await ctx.context.internalAdapter.createVerificationValue({
          identifier: name(token),
          value: ctx.body.accountId,
          expiresAt: new Date(Date.now() + LIFETIME),
        });
        return { token };
      },
    ),
    /** Whose link it is, without using it up. */
    findSignInLink: createAuthEndpoint.serverOnly({ method: 'POST', body: given }, async (ctx) => {
      const found = await ctx.context.internalAdapter.findVerificationValue(name(ctx.body.token));
      if (!found || found.expiresAt < new Date()) return null;
      const account = await ctx.context.internalAdapter.findUserById(found.value);
      return account && { name: account.name, email: account.email };
    }),
    signInByLink: createAuthEndpoint('/sign-in/link', { method: 'POST', body: given }, async (ctx) => {
      const { internalAdapter } = ctx.context;
      const used = await internalAdapter.consumeVerificationValue(name(ctx.body.token));
      const account = used && (await internalAdapter.findUserById(used.value));
      if (!account)
        throw new APIError('BAD_REQUEST', {
          code: 'INVALID_TOKEN',
          message: 'The link has been used, or has expired',
        });
      const session = await internalAdapter.createSession(account.id);
      await setSessionCookie(ctx, { session, user: account });
      return ctx.json({ ok: true });
    }),
  },
} satisfies BetterAuthPlugin;
