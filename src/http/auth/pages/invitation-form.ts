import type { Offer } from '../../../features/membership/invitation.query.ts';
import type { Role } from '../../../protocol/role.ts';
import { hidden, newPassword } from './forms.ts';
import { alert, field, type Html, html, page } from './html.ts';
import type { SignedIn } from './pages.ts';

/** What each role adds, to whoever has not seen the project yet. */
const may: Record<Role, string> = {
  VIEWER: 'can read everything in it',
  CODER: 'can read it and code its documents',
  EDITOR: 'can code, edit documents and variables, and adjudicate',
  OWNER: 'can do everything in it, and decide who belongs',
};

const article = (role: Role): string => (role === 'EDITOR' || role === 'OWNER' ? 'An' : 'A');

const offered = ({ inviter, projectName, role }: Offer): Html =>
  html`<p><strong>${inviter}</strong> invites you to the project <strong>${projectName}</strong> as <strong>${role}</strong>.</p>
    <p>${article(role)} ${role} ${may[role]}.</p>`;

/** What somebody typed, but for the password, and what was wrong with it. */
export type Given = { name?: string; email?: string; code?: string | undefined; error?: string };

type NewMember = Given & { path: string; offer: Offer; provider: string | undefined };

export function newMemberForm({
  path,
  offer,
  provider,
  name = '',
  email = '',
  code,
  error,
}: NewMember): string {
  const fixed = offer.email !== null;
  const at = fieldOf[code ?? ''];
  const faultAt = (field: string): string | undefined => (field === at ? error : undefined);
  const emailFault = (): string | Html | undefined => {
    if (code === 'EMAIL_TAKEN')
      return html`There is an account with this address. <a href="/sign-in?next=${path}">Sign in</a> to join with it.`;
    if (code === 'EMAIL_INVALID' && fixed)
      return `No account can be made for this address; ask ${offer.inviter} for a link for another.`;
    return faultAt('email');
  };
  return page(
    'Invitation',
    html`${offered(offer)} ${alert(at ? undefined : error)}
      <h2>Make an account</h2>
      <form method="post" action="${path}">
        ${field(
          'Name',
          { name: 'name', autocomplete: 'name', maxlength: '200', value: name },
          { fault: faultAt('name') },
        )}
        ${field(
          'E-mail address',
          {
            ...{ name: 'email', type: 'email', autocomplete: 'username', value: offer.email ?? email },
            ...(fixed && { readonly: '' }),
          },
          { hint: fixed ? 'The invitation is for this address alone.' : undefined, fault: emailFault() },
        )}
        ${newPassword(faultAt('password'))}
        <button>Make the account and join</button>
      </form>
      <h2>Or sign in</h2>
      <p><a class="button" href="/sign-in?next=${path}">I have an account</a></p>
      ${
        provider
          ? html`<p><a class="button" href="/sign-in/oidc?next=${path}">Sign in with ${provider}</a></p>`
          : undefined
      }`,
  );
}

/** Where it is told what is wrong; anything else is told above. */
const fieldOf: Record<string, string> = {
  NAME_EMPTY: 'name',
  EMAIL_INVALID: 'email',
  EMAIL_TAKEN: 'email',
  PASSWORD_TOO_SHORT: 'password',
  PASSWORD_TOO_LONG: 'password',
};

/** @param member the role that the user has already, where it is no lower */
export type Join = { path: string; offer: Offer; user: SignedIn; member: Role | undefined };

export function joinForm({ path, offer, user, member }: Join): string {
  const other = offer.email !== null && offer.email !== user.email;
  return page(
    'Invitation',
    html`${offered(offer)}
      ${
        member
          ? html`<p>You belong to it already, as ${member}: <a href="/">go on</a>. The link is still good, for somebody else.</p>`
          : other
            ? html`<p>The invitation is for <strong>${offer.email ?? ''}</strong> alone.</p>`
            : html`<form method="post" action="${path}">
              ${hidden('as', user.id)}
              <button>Join as ${offer.role}</button>
            </form>`
      }
      <p>You are signed in as <strong>${user.name}</strong> (${user.email}).</p>
      <form method="post" action="/sign-out">
        ${hidden('next', path)}
        <button class="other">Sign in as somebody else</button>
      </form>`,
  );
}

/** The same whether the link is wrong, used, expired or revoked. */
export function noInvitationPage(): string {
  return page(
    'Invitation',
    html`${alert('This link invites nobody, or nobody any more.')}
      <p>It works once and for a limited time, and can be revoked. See that it is whole, or ask whoever gave it to you for a new one.</p>
      <p>If you have used it yourself, <a href="/sign-in">sign in</a>.</p>`,
  );
}

/** For whom an account was made, but no place in the project left. */
export function accountAlonePage({ inviter, projectName }: Offer, email: string): string {
  return page(
    'Invitation',
    html`${alert(`The link has just been used by somebody else, or revoked: you have not joined ${projectName}.`)}
      <p>
        Your account is made, and stays: you are signed in as <strong>${email}</strong>. Ask ${inviter} for a new link, and
        open it.
      </p>
      <p><a href="/">Go on to Demarche</a></p>`,
  );
}
