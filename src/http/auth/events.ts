import type { BetterAuthOptions } from 'better-auth';
import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api';
import { ADDRESS_HEADER } from './request.ts';

/** What the audit trail is told of accounts. `address` is the client's, empty where it did not come over the network. */
export type AuthEvent = {
  action: 'SIGNED_IN' | 'SIGN_IN_FAILED' | 'SIGNED_OUT' | 'PASSWORD_CHANGED';
  accountId: string;
  address: string;
};

type Headed = { path?: string; headers?: Headers; request?: Request } | null | undefined;

const addressOf = (ctx: Headed): string => (ctx?.headers ?? ctx?.request?.headers)?.get(ADDRESS_HEADER) ?? '';

/** Where a session comes of something else than signing in. */
const goesOn = '/change-password';

/**
 * The places in better-auth at which there is something to tell. Failed attempts are told of accounts that exist only,
 * and `later`: who tries must not learn from the time it takes whether one does.
 */
export function eventHooks(
  tell: (event: AuthEvent) => Promise<void>,
  later: (work: Promise<unknown>) => void,
): Pick<BetterAuthOptions, 'databaseHooks' | 'hooks'> {
  return {
    databaseHooks: {
      session: {
        create: {
          after: async ({ userId }, ctx) => {
            if (ctx?.path === goesOn) return;
            await tell({ action: 'SIGNED_IN', accountId: userId, address: addressOf(ctx) });
          },
        },
        delete: {
          after: async ({ userId }, ctx) => {
            if (ctx?.path !== '/sign-out') return;
            await tell({ action: 'SIGNED_OUT', accountId: userId, address: addressOf(ctx) });
          },
        },
      },
      user: {
        create: {
          before: async (made) => ({ data: { ...made, name: nameOf(made.name, made.email) } }),
        },
      },
      account: {
        create: { before: async (credential) => ({ data: { ...credential, ...noTokens } }) },
        update: {
          before: async (credential) => ({ data: { ...credential, ...noTokens } }),
        },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        // PostgreSQL has no text with it, so that it is in nothing that is looked for.
        if (JSON.stringify([ctx.body, ctx.query]).includes('\\u0000'))
          throw new APIError('BAD_REQUEST', { code: 'VALIDATION_ERROR', message: 'NUL is in no value' });
        // Whoever changes the password wants to be rid of others who are signed in with it.
        return ctx.path === goesOn
          ? { context: { body: { ...(ctx.body as object), revokeOtherSessions: true } } }
          : undefined;
      }),
      after: createAuthMiddleware(async (ctx) => {
        const { returned, internalAdapter } = ctx.context;
        const address = addressOf(ctx);
        if (ctx.path === goesOn && !isAPIError(returned)) {
          const accountId = ctx.context.session?.user.id;
          if (accountId !== undefined) await tell({ action: 'PASSWORD_CHANGED', accountId, address });
        }
        if (ctx.path === '/sign-in/email' && isAPIError(returned) && returned.statusCode === 401) {
          const email = String((ctx.body as { email?: unknown }).email).toLowerCase();
          later(
            internalAdapter.findUserByEmail(email).then(async (found) => {
              if (found) await tell({ action: 'SIGN_IN_FAILED', accountId: found.user.id, address });
            }),
          );
        }
      }),
    },
  };
}

/** A name in one line, of up to 200 characters; where there is none, the address. */
function nameOf(given: string, email: string): string {
  return [...given.replace(/\p{Cc}+/gu, ' ').trim()].slice(0, 200).join('') || email;
}

/** Of a provider's tokens none is kept: nothing is asked of it once somebody has signed in. */
const noTokens = { accessToken: null, refreshToken: null, idToken: null };
