import type { FaultList } from '../../protocol/errors.ts';
import { INVITATION_DAYS_MAX } from '../../protocol/limits.ts';
import { checkDays } from '../days.rule.ts';

/** Days that an invitation holds where no number is given. */
export const INVITATION_DAYS = 14;

export type InviteMemberInput<Role> = {
  project: string;
  role: Role;
  /** The only address that may accept it; none given: whoever has the link. */
  email?: string | null;
  expiresInDays?: number | null;
};

/** What an input says of a new invitation, but for the project. */
export function checkInvitationInput<Role>(faults: FaultList, input: InviteMemberInput<Role>) {
  return {
    role: input.role,
    email: checkEmail(faults, input.email),
    days: checkDays(faults, 'expiresInDays', input.expiresInDays ?? INVITATION_DAYS, INVITATION_DAYS_MAX),
  };
}

/** As accounts have it, in small letters. */
function checkEmail(faults: FaultList, email: string | null | undefined): string | null {
  if (email === null || email === undefined || email.trim() === '') return null;
  const address = email.trim().toLowerCase();
  if (address.length > 254 || !/^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(address))
    faults.add('email', 'It is no e-mail address; give one such as flavia@ruritania.example.');
  return address;
}
