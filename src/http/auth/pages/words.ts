/** What people are told of the codes in which better-auth and the provider say what went wrong. */
const words: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: 'The address or the password is not right.',
  INVALID_EMAIL: 'That is no e-mail address.',
  VALIDATION_ERROR: 'Something is missing, or is not as it should be.',
  INVALID_PASSWORD: 'The current password is not right.',
  CREDENTIAL_ACCOUNT_NOT_FOUND:
    'This account has no password to change. “Forgotten your password?” sets one.',
  PASSWORD_TOO_SHORT: 'The new password is too short: it takes at least 12 characters.',
  NAME_EMPTY: 'Say your name.',
  EMAIL_INVALID: 'That is no e-mail address.',
  PASSWORD_TOO_LONG: 'The password is too long: it takes at most 128 characters.',
  INVALID_TOKEN: 'This link has been used, or has expired. Ask for a new one.',
  PROVIDER_NOT_FOUND: 'The sign-in provider cannot be reached. Try again in a while.',
  account_not_linked:
    'There is an account with your address, but nobody has shown yet that the address is theirs. Set a new password ' +
    'by mail (“Forgotten your password?”), and then sign in here again.',
  email_not_verified:
    'The provider has not verified your e-mail address. Verify it there, and sign in again.',
  email_not_found: 'The provider does not tell your e-mail address, by which accounts are known here.',
  access_denied: 'The sign-in was broken off at the provider.',
  state_mismatch: 'The sign-in took too long, or began in another browser. Begin anew.',
};

/** @param code as better-auth gives it; one that is not known is not repeated */
export function wordsFor(code: string | undefined, status?: number): string {
  if (status === 429) return 'Too many attempts. Wait a minute, and try again.';
  return words[code ?? ''] ?? 'It did not work. Begin anew.';
}

const done: Record<string, string> = {
  password: 'Your new password is set. Sign in with it.',
  'signed-out': 'You are signed out.',
  'signed-up': 'If the address had no account, it has one now. Sign in.',
};

export function doneFor(code: string | null): string | undefined {
  return done[code ?? ''];
}
