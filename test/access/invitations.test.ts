import { and, eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { viewerOfAccount } from '../../src/features/account/authenticate.query.ts';
import { hashOf } from '../../src/features/account/secret.ts';
import { NOBODY } from '../../src/features/account/viewer.ts';
import type { Role } from '../../src/protocol/role.ts';
import { acceptInvitation } from '../../src/features/membership/invitation.command.ts';
import { checkInvitation } from '../../src/features/membership/invitation.query.ts';
import { invitation, membership } from '../../src/features/membership/membership.table.ts';
import { DomainError } from '../../src/protocol/errors.ts';
import { decodeGlobalId } from '../../src/protocol/global-id.ts';
import { enrol, makePerson, type Person, withToken } from '../kit/accounts.ts';
import { paths, readAll } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';

const service = useService();
let owner: Person;
let editor: Person;
let guest: Person;
let projectId = 0;

const INVITE = `... on InviteMemberPayload { link invitation { id role email inviter { name } expiresAt acceptedAt
  acceptedBy { name } revokedAt } }`;
const invite = (input: object, by: Person = owner) =>
  by.mutate('inviteMember', { project: 'study', role: 'CODER', ...input }, INVITE);
const secretOf = (link: string) => link.split('/').at(-1) ?? '';
/** A new link's secret. */
const linkTo = async (role: Role, more: object = {}) => secretOf((await invite({ role, ...more }))['link']);
/** Accepts as somebody who has signed in. @returns the fault's code and message, or null */
const accept = async (who: Person, token: string) => {
  const viewer = await viewerOfAccount(service.app.db, who.accountId, 'SESSION');
  try {
    await acceptInvitation(service.app.db, viewer, { token });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.message}`;
    throw error;
  }
};
const roleOf = async (who: Person) => {
  const isIt = and(eq(membership.projectId, projectId), eq(membership.accountId, who.accountId));
  const [row] = await service.app.db.select().from(membership).where(isIt);
  return row && row.endedAt === null ? row.role : null;
};
const NONE = /^NOT_FOUND There is no such invitation for you/;
let counted = 0;
const newGuest = () => makePerson(service, `Guest${++counted}`);

beforeAll(async () => {
  [owner, editor, guest] = [
    await makePerson(service, 'Rudolf'),
    await makePerson(service, 'Flavia'),
    await makePerson(service, 'Sapt'),
  ];
  const made = await owner.mutate(
    'createProject',
    { slug: 'study', name: 'A study' },
    '... on Project { id }',
  );
  projectId = decodeGlobalId(made.id)?.projectId ?? 0;
  await enrol(service, projectId, editor, 'EDITOR');
});

describe('an invitation', () => {
  it('is a link shown once, of which a hash is kept', async () => {
    const made = await invite({ role: 'EDITOR', email: ' Sapt@Ruritania.example ', expiresInDays: 2 });
    expect(made['link']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/invitation\/[A-Za-z0-9_-]{43}$/);
    const fields = { role: 'EDITOR', email: 'sapt@ruritania.example', inviter: { name: 'Rudolf' } };
    expect(made['invitation']).toMatchObject({
      ...fields,
      acceptedAt: null,
      acceptedBy: null,
      revokedAt: null,
    });
    const left = Date.parse(made['invitation'].expiresAt) - Date.now();
    expect(left / 86_400_000).toBeGreaterThan(1.9);
    const secret = secretOf(made['link']);
    const [row] = await service.app.db
      .select()
      .from(invitation)
      .where(eq(invitation.tokenHash, hashOf(secret)));
    expect(row).toMatchObject({ projectId });
    const [dump] = await service.app.db.execute<{ found: number }>(
      sql`select count(*)::int as found from invitation i, audit_entry e
        where strpos(i::text, ${secret}) + strpos(e::text, ${secret}) > 0`,
    );
    expect(dump).toEqual({ found: 0 });
  });

  it('holds for two weeks unless said otherwise', async () => {
    const { invitation } = await invite({});
    expect((Date.parse(invitation.expiresAt) - Date.now()) / 86_400_000).toBeCloseTo(14, 1);
  });

  it('is made by owners alone', async () => {
    expect(await invite({}, editor)).toMatchObject({ code: 'FORBIDDEN', faults: [{ path: ['project'] }] });
    expect(await invite({ role: 'VIEWER' }, guest)).toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no project "study" that you may see.',
    });
  });

  it('tells all faults of an input at once', async () => {
    expect(paths(await invite({ email: 'nobody', expiresInDays: 0 }))).toEqual(['email', 'expiresInDays']);
    expect(paths(await invite({ email: 'a@b\u0000', expiresInDays: 366 }))).toEqual([
      'email',
      'expiresInDays',
    ]);
  });

  it('tells who has the link what it offers, also without an account', async () => {
    const token = await linkTo('CODER', { email: 'somebody@ruritania.example' });
    const OFFER =
      'query ($token: String!) { invitation(token: $token) { projectName role inviter email expiresAt } }';
    const { data } = await service.ask(OFFER, { token });
    expect(data.invitation).toEqual({
      projectName: 'A study',
      role: 'CODER',
      inviter: 'Rudolf',
      email: 'somebody@ruritania.example',
      expiresAt: expect.any(String),
    });
    expect(await checkInvitation(service.app.db, token)).toMatchObject({ projectId, role: 'CODER' });
    for (const none of ['', 'x', `${token}=`, token.toLowerCase(), '\u0000', 'A'.repeat(43)])
      expect((await service.ask(OFFER, { token: none })).data).toEqual({ invitation: null });
  });

  it('makes whoever accepts it a member, once', async () => {
    const token = await linkTo('CODER');
    expect(await accept(guest, token)).toBeNull();
    expect(await roleOf(guest)).toBe('CODER');
    expect(await accept(await newGuest(), token)).toMatch(NONE);
    expect(await accept(guest, token)).toMatch(NONE);
    expect(await checkInvitation(service.app.db, token)).toBeNull();
  });

  it('accepted over HTTP gives the project', async () => {
    const { data } = await service.ask(
      `mutation ($token: String!) { acceptInvitation(input: { token: $token }) { __typename
        ... on Project { slug members { totalCount } } ... on Error { code message } } }`,
      { token: await linkTo('VIEWER') },
    );
    expect(data.acceptInvitation).toEqual({
      __typename: 'Project',
      slug: 'study',
      members: { totalCount: 4 },
    });
  });

  it('accepted by several at once makes one of them a member', async () => {
    const token = await linkTo('CODER');
    const guests = [await newGuest(), await newGuest(), await newGuest(), await newGuest()];
    const outcomes = await Promise.all(guests.map((one) => accept(one, token)));
    expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome !== null && NONE.test(outcome))).toHaveLength(3);
    const roles = await Promise.all(guests.map(roleOf));
    expect(roles.filter((role) => role === 'CODER')).toHaveLength(1);
  });

  it('cannot be accepted where it is expired, revoked, for another address or none at all: all told alike', async () => {
    const expired = await linkTo('CODER');
    await service.app.db
      .update(invitation)
      .set({ expiresAt: sql`now()` })
      .where(eq(invitation.tokenHash, hashOf(expired)));
    const made = await invite({});
    const revoke = () =>
      owner.mutate('revokeInvitation', { id: made['invitation'].id }, '... on Invitation { revokedAt }');
    expect(await revoke()).toEqual({ __typename: 'Invitation', revokedAt: expect.any(String) });
    expect(await revoke()).toMatchObject({ __typename: 'Invitation' });
    const other = await linkTo('CODER', { email: 'other@ruritania.example' });
    const one = await newGuest();
    const told = new Set<string | null>();
    for (const token of [expired, secretOf(made['link']), other, 'A'.repeat(43), 'x'])
      told.add(await accept(one, token));
    expect([...told]).toEqual([expect.stringMatching(NONE)]);
    expect(await roleOf(one)).toBeNull();
    // The address alone did not use it up.
    const meant = await makePerson(service, 'Other');
    expect(await accept(meant, other)).toBeNull();
  });

  it('accepted by a member gives a higher role, and one that would not stays for somebody else', async () => {
    const one = await newGuest();
    expect(await accept(one, await linkTo('EDITOR'))).toBeNull();
    const lower = await linkTo('VIEWER');
    expect(await accept(one, lower)).toMatch(/EDITOR of the project already/);
    expect(await roleOf(one)).toBe('EDITOR');
    expect(await accept(await newGuest(), lower)).toBeNull();
    expect(await accept(one, await linkTo('OWNER'))).toBeNull();
    expect(await roleOf(one)).toBe('OWNER');
    await owner.mutate('removeMember', { project: 'study', account: one.id });
    expect(await roleOf(one)).toBeNull();
    expect(await accept(one, await linkTo('VIEWER'))).toBeNull();
    expect(await roleOf(one)).toBe('VIEWER');
  });

  it('is accepted by people alone: neither by a token nor unsigned', async () => {
    const token = await linkTo('CODER');
    const program = withToken(service, (await newGuest()).token);
    expect(await program.mutate('acceptInvitation', { token })).toMatchObject({ code: 'FORBIDDEN' });
    await expect(acceptInvitation(service.app.db, NOBODY, { token })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(await checkInvitation(service.app.db, token)).not.toBeNull();
  });

  it('goes with the rights of who made it, and with the address of who was removed', async () => {
    const second = await newGuest();
    expect(await accept(second, await linkTo('OWNER'))).toBeNull();
    const left = secretOf((await invite({ role: 'OWNER' }, second))['link']);
    await owner.mutate('changeRole', { project: 'study', account: second.id, role: 'VIEWER' });
    expect(await accept(second, left)).toMatch(NONE);
    const high = secretOf((await invite({ role: 'EDITOR', email: second.email }))['link']);
    await owner.mutate('changeRole', { project: 'study', account: second.id, role: 'CODER' });
    const higher = secretOf((await invite({ role: 'OWNER', email: second.email }))['link']);
    await owner.mutate('changeRole', { project: 'study', account: second.id, role: 'VIEWER' });
    for (const one of [high, higher]) expect(await accept(second, one)).toMatch(NONE);
    expect(await accept(await newGuest(), left)).toMatch(NONE);
    const back = await linkTo('OWNER', { email: second.email });
    await owner.mutate('removeMember', { project: 'study', account: second.id });
    expect(await accept(second, back)).toMatch(NONE);
    expect(await roleOf(second)).toBeNull();
  });

  it('is revoked by owners, and not once it is accepted', async () => {
    const { invitation, link } = await invite({});
    const { id } = invitation;
    expect(await editor.mutate('revokeInvitation', { id })).toMatchObject({ code: 'FORBIDDEN' });
    const stranger = await newGuest();
    expect(await stranger.mutate('revokeInvitation', { id })).toMatchObject({
      code: 'NOT_FOUND',
      faults: [{ path: ['id'] }],
    });
    expect(await accept(stranger, secretOf(link))).toBeNull();
    expect(await owner.mutate('revokeInvitation', { id })).toMatchObject({ __typename: 'ConflictError' });
    for (const bad of [owner.id, 'x'])
      expect(await owner.mutate('revokeInvitation', { id: bad })).toMatchObject({ code: 'INVALID' });
  });

  it('is listed to owners alone, open or not', async () => {
    const list = (args: string) =>
      `{ project(slug: "study") { name invitations(${args}) { totalCount edges { cursor node { id acceptedAt revokedAt
        acceptedBy { name } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
    const { data } = await owner.ask(list('first: 100'));
    const { totalCount, edges } = data.project.invitations;
    expect(edges).toHaveLength(totalCount);
    expect(await service.app.db.$count(invitation)).toBe(totalCount);
    const open = (await owner.ask(list('first: 100, open: true'))).data.project.invitations;
    const shut = (await owner.ask(list('first: 100, open: false'))).data.project.invitations;
    expect(open.totalCount + shut.totalCount).toBe(totalCount);
    expect(open.edges.every(({ node }: any) => node.acceptedAt === null && node.revokedAt === null)).toBe(
      true,
    );
    const ask = { ...service, ask: owner.ask };
    for (const backwards of [false, true]) {
      const ids = await readAll(ask, list, (found) => found.project.invitations, {
        size: 7,
        backwards,
        key: 'id',
      });
      expect(ids).toEqual(edges.map(({ node }: any) => node.id));
    }
    const refused = await editor.ask(list('first: 1'));
    expect(refused.data.project).toEqual({ name: 'A study', invitations: null });
    expect(refused.errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN']);
  });

  it('is refused to a token that only reads', async () => {
    const { data } = await service.ask(
      `mutation { createToken(input: { name: "reads" }) { ... on CreateTokenPayload { text } } }`,
    );
    const reads = withToken(service, data.createToken.text);
    for (const [name, input] of [
      ['inviteMember', { project: 'study', role: 'VIEWER' }],
      ['changeRole', { project: 'study', account: owner.id, role: 'VIEWER' }],
      ['removeMember', { project: 'study', account: owner.id }],
    ] as const)
      expect(await reads.mutate(name, input)).toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringContaining('only reads'),
      });
  });
});
