/** What somebody gives who makes an account. */
export type NewAccount = { name: string; email: string; password: string };

/** The account, or what is wrong with what was given. */
export type AccountMade =
  | { accountId: string }
  | { fault: 'EMAIL_TAKEN' | 'EMAIL_INVALID' | 'NAME_EMPTY' | 'PASSWORD_TOO_SHORT' | 'PASSWORD_TOO_LONG' };

/** In UTF-16 units, as better-auth counts. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;
