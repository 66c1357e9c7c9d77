import { GraphQLError } from 'graphql';
import { LOCAL_OWNER } from '../features/account/account.command.ts';
import { viewerOfAccount, viewerOfToken } from '../features/account/authenticate.query.ts';
import { NOBODY, type Viewer } from '../features/account/viewer.ts';
import type { Db } from '../tables.ts';

/** What a request brings by which it is known whose it is. */
export type Asking = {
  headers: Headers;
  /** Whether it comes from this very machine, and from nobody through it. */
  local: boolean;
  /** The network address it came from. */
  address: string;
};

const SESSION_COOKIE = /(?:^|;\s*)(?:__Host-)?demarche\.session_token=/;

export type Authenticate = (asking: Asking) => Promise<Viewer>;

type Options = {
  /** The owner's handle: nobody is known yet by whose rights anything could be read. */
  db: Db;
  /** Whose session the cookies of a request name, if any. */
  sessionOf: (headers: Headers) => Promise<{ accountId: string; sessionId: string } | null>;
  /** Whether requests from this machine act as the local owner. */
  localOwner: boolean;
};

/**
 * Finds out on whose behalf a request is made: by its access token, else its session, else by coming from this machine.
 * A token that does not hold is refused, and never looked past.
 */
export function createAuthenticate({ db, sessionOf, localOwner }: Options): Authenticate {
  const known = async ({ headers, local }: Asking): Promise<Viewer> => {
    const authorization = headers.get('authorization');
    if (authorization !== null) return bearer(db, authorization);
    const cookie = headers.get('cookie');
    const session = cookie === null ? null : await sessionOf(headers);
    if (session) return viewerOfAccount(db, session.accountId, 'SESSION', session.sessionId);
    // Whoever was signed in, and is no longer, is not to go on unnoticed as somebody else.
    const ended = cookie !== null && SESSION_COOKIE.test(cookie);
    return localOwner && local && !ended ? viewerOfAccount(db, LOCAL_OWNER, 'LOCAL') : NOBODY;
  };
  return async (asking) => ({ ...(await known(asking)), address: asking.address });
}

/** @throws a request error with status 401 where no token that holds is shown */
async function bearer(db: Db, authorization: string): Promise<Viewer> {
  const viewer = await viewerOfToken(db, /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '');
  if (viewer) return viewer;
  throw new GraphQLError(
    'The access token is unknown, expired or revoked; make a new one, or leave out Authorization.',
    {
      extensions: {
        code: 'UNAUTHENTICATED',
        http: { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
      },
    },
  );
}
