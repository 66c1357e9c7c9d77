import { PASSWORD_MAX, PASSWORD_MIN } from '../../../features/account/new-account.ts';
import { alert, field, type Html, html, page, status } from './html.ts';

export const newPassword = (fault?: string): Html =>
  field(
    'New password',
    {
      ...{ name: 'new-password', type: 'password', autocomplete: 'new-password' },
      ...{ minlength: String(PASSWORD_MIN), maxlength: String(PASSWORD_MAX) },
    },
    { hint: `At least ${PASSWORD_MIN} characters; several words are good.`, fault },
  );

const email = (value: string): Html =>
  field('E-mail address', { name: 'email', type: 'email', autocomplete: 'username', value });

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}" />`;

export type SignIn = {
  error?: string;
  done?: string;
  email?: string;
  next: string;
  provider: string | undefined;
  signUp: boolean;
};

export function signInForm({ error, done, email: given = '', next, provider, signUp }: SignIn): string {
  return page(
    'Sign in',
    html`${status(done)}${alert(error)}
      <form method="post" action="/sign-in">
        ${email(given)} ${field('Password', { name: 'password', type: 'password', autocomplete: 'current-password' })}
        ${hidden('next', next)}
        <button>Sign in</button>
        <p><a href="/forgot-password">Forgotten your password?</a></p>
      </form>
      ${
        provider
          ? html`<p>
            <a class="button" href="/sign-in/oidc?next=${encodeURIComponent(next)}">Sign in with ${provider}</a>
          </p>`
          : undefined
      }
      ${signUp ? html`<p>New here? <a href="/sign-up">Make an account</a></p>` : undefined}`,
  );
}

export function signUpForm(error?: string, given = { name: '', email: '' }): string {
  return page(
    'Make an account',
    html`${alert(error)}
      <form method="post" action="/sign-up">
        ${field('Name', { name: 'name', autocomplete: 'name', maxlength: '200', value: given.name })} ${email(given.email)}
        ${newPassword()}
        <button>Make the account</button>
      </form>`,
  );
}

/** @param whose the account, as far as it is to be told; null where the link is not good */
export function linkForm(token: string, whose: { name: string; email: string } | null): string {
  if (whose === null)
    return page(
      'Sign in',
      html`${alert('This link has been used, or has expired.')}
        <p>Whoever runs the service makes a new one with <code>npx demarche sign-in-link</code>.</p>
        <p><a href="/sign-in">Sign in with a password</a></p>`,
    );
  return page(
    'Sign in',
    html`<p>This link signs you in, once, as <strong>${whose.name}</strong> (${whose.email}).</p>
      <form method="post" action="/sign-in/link">
        ${hidden('token', token)}
        <button>Sign in</button>
      </form>`,
  );
}

export function forgotForm(mail: boolean, error?: string, done?: string): string {
  if (!mail)
    return page(
      'Forgotten password',
      html`${alert('This service sends no mail: none is set up.')}
        <p>
          Ask whoever runs it for a sign-in link, which <code>npx demarche sign-in-link --email you@example.org</code> makes.
        </p>
        <p><a href="/sign-in">Back</a></p>`,
    );
  return page(
    'Forgotten password',
    html`${status(done)}${alert(error)}
      <form method="post" action="/forgot-password">
        ${email('')}
        <button>Send me a link</button>
      </form>
      <p><a href="/sign-in">Back</a></p>`,
  );
}

export function resetForm(token: string, error?: string): string {
  return page(
    'Set a new password',
    html`${alert(error)}
      <form method="post" action="/set-password">
        ${hidden('token', token)} ${newPassword()}
        <button>Set the password</button>
      </form>`,
  );
}

export type AccountPage = { name: string; email: string; password: boolean; error?: string; done?: string };

export function accountPage({ name, email: address, password, error, done }: AccountPage): string {
  return page(
    'Your account',
    html`<p>Signed in as <strong>${name}</strong> (${address}). <a href="/">Go on to Demarche</a></p>
      ${status(done)}${alert(error)}
      ${
        password
          ? html`<h2>Change your password</h2>
            <form method="post" action="/account">
              <input type="hidden" name="email" autocomplete="username" value="${address}" />
              ${field('Current password', {
                ...{ name: 'password', type: 'password', autocomplete: 'current-password' },
              })}
              ${newPassword()}
              <small>Everybody else who is signed in with your account is signed out.</small>
              <button>Change it</button>
            </form>`
          : undefined
      }
      <form method="post" action="/sign-out"><button>Sign out</button></form>`,
  );
}
