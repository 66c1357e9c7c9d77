import { viewerOfAccount } from '../../../features/account/authenticate.query.ts';
import { acceptInvitation } from '../../../features/membership/invitation.command.ts';
import { checkInvitation, type Offer } from '../../../features/membership/invitation.query.ts';
import { DomainError } from '../../../protocol/errors.ts';
import { includes } from '../../../protocol/role.ts';
import { type Asked, codeOf, goOn, type Page, passCookies, show } from './answer.ts';
import {
  accountAlonePage,
  type Given,
  joinForm,
  newMemberForm,
  noInvitationPage,
} from './invitation-form.ts';
import type { PagesOptions, SignedIn } from './pages.ts';
import { wordsFor } from './words.ts';

/** Where the links lead; the secret comes after. */
export const INVITATION = '/invitation/';

type Options = Pick<PagesOptions, 'ask' | 'whose' | 'db' | 'addressOf' | 'provider'>;

/** The page behind the link of an invitation, by its secret. Looking at it changes nothing. */
export function createInvitationPage(options: Options): (secret: string) => Page {
  const { ask, whose, db, addressOf, provider } = options;
  return (secret) => {
    const path = INVITATION + secret;
    /** @returns false where it could no longer be accepted */
    const accept = async ({ request }: Asked, accountId: string): Promise<boolean> => {
      const viewer = await viewerOfAccount(db, accountId, 'SESSION');
      try {
        await acceptInvitation(db, { ...viewer, address: addressOf(request) }, { token: secret });
        return true;
      } catch (error) {
        if (error instanceof DomainError) return false;
        throw error;
      }
    };
    const showNone = ({ response }: Asked): void => show(response, noInvitationPage(), 404);
    const showNewMember = ({ response }: Asked, offer: Offer, given?: Given, status?: number): void =>
      show(response, newMemberForm({ path, offer, provider, ...given }), status);
    const showJoin = async (
      { response }: Asked,
      offer: Offer,
      user: SignedIn,
      status?: number,
    ): Promise<void> => {
      const { roles } = await viewerOfAccount(db, user.id, 'SESSION');
      const now = roles.get(offer.projectId);
      const member = includes(now, offer.role) ? now : undefined;
      return show(response, joinForm({ path, offer, user, member }), status);
    };

    /** Makes an account and signs in, and only then accepts: the account stays, whatever becomes of that. */
    const joinAnew = async (asked: Asked, offer: Offer): Promise<void> => {
      const { request, response, query } = asked;
      const given = { name: query.get('name') ?? '', email: offer.email ?? query.get('email') ?? '' };
      const password = query.get('new-password') ?? '';
      const answer = await ask(request, '/auth/sign-up/invited', { ...given, password });
      if (!answer.ok) {
        const code = await codeOf(answer);
        return showNewMember(
          asked,
          offer,
          { ...given, code, error: wordsFor(code, answer.status) },
          answer.status,
        );
      }
      const { accountId } = (await answer.json()) as { accountId: string };
      passCookies(response, answer);
      if (await accept(asked, accountId)) return goOn(response, '/', answer);
      return show(response, accountAlonePage(offer, given.email), 409);
    };

    return {
      get: async (asked) => {
        const offer = await checkInvitation(db, secret);
        if (!offer) return showNone(asked);
        const found = await whose(asked.request.headers);
        return found ? showJoin(asked, offer, found.user) : showNewMember(asked, offer);
      },
      post: async (asked) => {
        const offer = await checkInvitation(db, secret);
        if (!offer) return showNone(asked);
        const found = await whose(asked.request.headers);
        const as = asked.query.get('as');
        if (!found) {
          if (as === null) return joinAnew(asked, offer);
          return showNewMember(asked, offer, { error: 'You are no longer signed in.' }, 401);
        }
        // Whoever has signed in meanwhile, elsewhere in the browser, is first asked whether it is they who are to join.
        if (as !== found.user.id) return showJoin(asked, offer, found.user, 409);
        return (await accept(asked, found.user.id)) ? goOn(asked.response, '/') : showNone(asked);
      },
    };
  };
}
