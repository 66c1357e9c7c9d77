import type { IncomingMessage } from 'node:http';
import type { Db } from '../../../tables.ts';
import { PROVIDER } from '../oidc.ts';
import { pathWithin } from '../origin.ts';
import {
  type Asked,
  codeOf,
  goOn,
  type Handler,
  handlerOf,
  type Page,
  passCookies,
  sendStyle,
  show,
} from './answer.ts';
import {
  accountPage,
  forgotForm,
  linkForm,
  resetForm,
  type SignIn,
  signInForm,
  signUpForm,
} from './forms.ts';
import { STYLE_PATH } from './html.ts';
import { createInvitationPage, INVITATION } from './invitation.ts';
import { doneFor, wordsFor } from './words.ts';

export type SignedIn = { id: string; name: string; email: string };

/** What the pages need of those who know accounts. */
export type PagesOptions = {
  /** Has better-auth answer as if the browser had asked it; POST where there is a body. */
  ask: (request: IncomingMessage, path: string, body?: object) => Promise<Response>;
  whose: (headers: IncomingMessage['headers']) => Promise<{ user: SignedIn } | null>;
  findLink: (token: string) => Promise<{ name: string; email: string } | null>;
  /** The tables' owner's, for whoever shows the secret of an invitation. */
  db: Db;
  addressOf: (request: IncomingMessage) => string;
  /** Ours, which all redirects stay within. */
  origin: string;
  mail: boolean;
  signUp: boolean;
  provider: string | undefined;
};

/** The plain pages for signing in and joining, made here and without a script. @returns which is at a path */
export function createPages(options: PagesOptions): (path: string) => Handler | undefined {
  const { ask, whose, findLink, origin, mail, signUp, provider } = options;
  const formOf = (more: Partial<SignIn> & { next: string }): string =>
    signInForm({ provider, signUp, ...more });
  const byLink = async ({ request, response, query }: Asked): Promise<void> => {
    const token = query.get('token') ?? '';
    const answer = await ask(request, '/auth/sign-in/link', { token });
    if (answer.ok) goOn(response, '/', answer);
    else show(response, linkForm(token, null), answer.status);
  };

  const pages: Record<string, Page> = {
    '/sign-in': {
      get: async ({ request, response, query }) => {
        const next = pathWithin(query.get('next'), origin);
        if (await whose(request.headers)) return goOn(response, next === '/' ? '/account' : next);
        const error = query.get('error');
        const told = error === null ? {} : { error: wordsFor(error) };
        const done = doneFor(query.get('done'));
        return show(response, formOf({ next, ...told, ...(done && { done }) }));
      },
      post: async ({ request, response, query }) => {
        const next = pathWithin(query.get('next'), origin);
        const email = query.get('email') ?? '';
        const answer = await ask(request, '/auth/sign-in/email', {
          email,
          password: query.get('password') ?? '',
        });
        if (answer.ok) return goOn(response, next, answer);
        const code = await codeOf(answer);
        const error = wordsFor(code === 'INVALID_EMAIL' ? 'INVALID_EMAIL_OR_PASSWORD' : code, answer.status);
        return show(response, formOf({ next, email, error }), answer.status);
      },
    },
    '/sign-in/link': {
      // Signs in at once whoever types or pastes it. What fetches it for a preview uses nothing up, and who comes from a page
      // elsewhere is first told as whom.
      get: async (asked) => {
        const {
          'sec-fetch-mode': mode,
          'sec-fetch-site': site,
          'sec-purpose': purpose,
        } = asked.request.headers;
        const pasted = mode === 'navigate' && site === 'none' && purpose === undefined;
        if (asked.request.method === 'GET' && pasted) return byLink(asked);
        const token = asked.query.get('token') ?? '';
        const found = /^\w{1,64}$/.test(token) ? await findLink(token) : null;
        return show(asked.response, linkForm(token, found), found ? 200 : 400);
      },
      post: byLink,
    },
    '/sign-out': {
      post: async ({ request, response, query }) => {
        const next = pathWithin(query.get('next'), origin);
        const location = next === '/' ? '/sign-in?done=signed-out' : next;
        return goOn(response, location, await ask(request, '/auth/sign-out', {}));
      },
    },
    '/forgot-password': {
      get: async ({ response }) => show(response, forgotForm(mail)),
      post: async ({ request, response, query }) => {
        if (!mail) return show(response, forgotForm(false), 503);
        const answer = await ask(request, '/auth/request-password-reset', {
          email: query.get('email') ?? '',
        });
        if (answer.ok)
          return show(
            response,
            forgotForm(true, undefined, 'If the address has an account, a mail is on its way.'),
          );
        return show(response, forgotForm(true, wordsFor('INVALID_EMAIL', answer.status)), answer.status);
      },
    },
    '/set-password': {
      get: async ({ response, query }) => show(response, resetForm(query.get('token') ?? '')),
      post: async ({ request, response, query }) => {
        const token = query.get('token') ?? '';
        const newPassword = query.get('new-password') ?? '';
        const answer = await ask(request, '/auth/reset-password', { token, newPassword });
        if (answer.ok) return goOn(response, '/sign-in?done=password');
        const error = wordsFor(await codeOf(answer), answer.status);
        return show(response, resetForm(token, error), answer.status);
      },
    },
    '/account': {
      get: async ({ request, response }) => {
        const found = await whose(request.headers);
        if (!found) return goOn(response, '/sign-in?next=/account');
        return show(response, accountPage({ ...found.user, password: hasMailbox(found.user.email) }));
      },
      post: async ({ request, response, query }) => {
        const found = await whose(request.headers);
        if (!found) return goOn(response, '/sign-in?next=/account');
        const answer = await ask(request, '/auth/change-password', {
          currentPassword: query.get('password') ?? '',
          newPassword: query.get('new-password') ?? '',
        });
        const told = answer.ok
          ? { done: 'Your password is changed.' }
          : { error: wordsFor(await codeOf(answer), answer.status) };
        passCookies(response, answer);
        return show(response, accountPage({ ...found.user, password: true, ...told }), answer.status);
      },
    },
  };
  if (provider !== undefined)
    pages['/sign-in/oidc'] = {
      // A link and no form, since a form may not lead to another host under our policy; only our own pages may use it.
      get: async ({ request, response, query }) => {
        const next = pathWithin(query.get('next'), origin);
        const from = request.headers['sec-fetch-site'];
        if (request.method !== 'GET' || (from !== undefined && from !== 'same-origin' && from !== 'none'))
          return goOn(response, '/sign-in');
        const body = {
          provider: PROVIDER,
          callbackURL: next,
          errorCallbackURL: next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
          disableRedirect: true,
        };
        const answer = await ask(request, '/auth/sign-in/social', body);
        const { url, code } = (await answer.clone().json()) as { url?: string; code?: string };
        if (answer.ok && url !== undefined) return goOn(response, url, answer);
        return show(response, formOf({ next, error: wordsFor(code, answer.status) }), 502);
      },
    };
  if (signUp)
    pages['/sign-up'] = {
      get: async ({ response }) => show(response, signUpForm()),
      post: async ({ request, response, query }) => {
        const given = { name: query.get('name')?.trim() ?? '', email: query.get('email') ?? '' };
        if (given.name === '') return show(response, signUpForm('Say your name.', given), 400);
        const password = query.get('new-password') ?? '';
        const answer = await ask(request, '/auth/sign-up/email', { ...given, password });
        if (answer.ok) return goOn(response, '/sign-in?done=signed-up');
        return show(
          response,
          signUpForm(wordsFor(await codeOf(answer), answer.status), given),
          answer.status,
        );
      },
    };
  const handlers = Object.entries(pages).map(([path, one]) => [path, handlerOf(one)] as const);
  const byPath = new Map<string, Handler>([...handlers, [STYLE_PATH, sendStyle]]);
  const invitationPage = createInvitationPage(options);
  return (path) =>
    path.startsWith(INVITATION) ? handlerOf(invitationPage(path.slice(INVITATION.length))) : byPath.get(path);
}

/** The local owner has no mailbox, and so signs in by link alone. */
function hasMailbox(email: string): boolean {
  return !email.endsWith('@localhost');
}
