import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { postgresError } from '../../src/db/transaction.ts';
import { createToken, revokeToken } from '../../src/features/access-token/access-token.command.ts';
import { viewerOfAccount } from '../../src/features/account/authenticate.query.ts';
import type { Viewer } from '../../src/features/account/viewer.ts';
import { recordAudit } from '../../src/features/audit/audit.command.ts';
import { auditEntry } from '../../src/features/audit/audit.table.ts';
import { acceptInvitation } from '../../src/features/membership/invitation.command.ts';
import { decodeGlobalId, encodeGlobalId } from '../../src/protocol/global-id.ts';
import { enrol, makePerson, type Person } from '../kit/accounts.ts';
import { readAll } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';

const service = useService();
const people = {} as Record<'rudolf' | 'flavia' | 'sapt', Person>;
const projects: Record<string, { id: string; number: number }> = {};

const trail = async (by: Person, slug: string, args = 'first: 100') => {
  const { data, errors } = await by.ask(
    `{ project(slug: "${slug}") { auditTrail(${args}) { totalCount edges { node { action subject detail address at account { name } } } } } }`,
  );
  if (errors) throw new Error(JSON.stringify(errors));
  const { edges, totalCount } = data.project.auditTrail;
  return { totalCount, entries: edges.map(({ node }: any) => node) as Record<string, any>[] };
};
const told = async (...args: Parameters<typeof trail>) =>
  (await trail(...args)).entries.map(
    ({ action, subject, account }) => `${account.name} ${action} ${subject}`,
  );
const session = async (person: Person): Promise<Viewer> => ({
  ...(await viewerOfAccount(service.app.db, person.accountId, 'SESSION')),
  address: '192.0.2.7',
});

beforeAll(async () => {
  for (const name of ['Rudolf', 'Flavia', 'Sapt'])
    people[name.toLowerCase() as keyof typeof people] = await makePerson(service, name);
  for (const [person, slug] of [
    [people.rudolf, 'study'],
    [people.flavia, 'other'],
  ] as const) {
    const { id } = await person.mutate(
      'createProject',
      { slug, name: `The ${slug}` },
      '... on Project { id }',
    );
    projects[slug] = { id, number: decodeGlobalId(id)?.projectId ?? 0 };
  }
});

describe('the audit trail', () => {
  it('tells who invited, joined, changed roles, opened and left, the newest first', async () => {
    const { rudolf, flavia } = people;
    const invite = (email?: string) =>
      rudolf.mutate(
        'inviteMember',
        { project: 'study', role: 'CODER', email },
        '... on InviteMemberPayload { link invitation { id } }',
      );
    const { link } = await invite(flavia.email);
    await acceptInvitation(service.app.db, await session(flavia), { token: link.split('/').at(-1) });
    const { invitation } = await invite();
    await rudolf.mutate('revokeInvitation', { id: invitation.id });
    await rudolf.mutate('revokeInvitation', { id: invitation.id });
    const change = { project: 'study', account: flavia.id, role: 'EDITOR' };
    await rudolf.mutate('changeRole', change);
    await rudolf.mutate('changeRole', change);
    const { id } = projects['study'] ?? { id: '' };
    await rudolf.mutate('changeProject', { id, expectedVersion: 1, readableByAnyone: true });
    await rudolf.mutate('changeProject', { id, expectedVersion: 2, name: 'Letters' });
    await rudolf.mutate('changeProject', { id, expectedVersion: 3, readableByAnyone: false });
    await flavia.mutate('changeRole', { ...change, role: 'OWNER' });
    await flavia.mutate('removeMember', { project: 'study', account: flavia.id });
    const expected = [
      `Flavia MEMBER_REMOVED ${flavia.email}`,
      'Rudolf PROJECT_CLOSED Letters',
      'Rudolf PROJECT_OPENED The study',
      `Rudolf ROLE_CHANGED ${flavia.email}`,
      'Rudolf INVITATION_REVOKED null',
      'Rudolf INVITED null',
      `Flavia INVITATION_ACCEPTED ${flavia.email}`,
      `Rudolf INVITED ${flavia.email}`,
      'Rudolf PROJECT_CREATED The study',
    ];
    expect(await told(rudolf, 'study')).toEqual(expected);
    const { entries, totalCount } = await trail(rudolf, 'study');
    expect(totalCount).toBe(expected.length);
    expect(entries[3]).toMatchObject({ detail: { from: 'CODER', to: 'EDITOR' }, address: '127.0.0.1' });
    expect(entries[6]).toMatchObject({ detail: { role: 'CODER' }, address: '192.0.2.7' });
  });

  it('tells of signing in and of tokens for all projects, of those who are members now', async () => {
    const { db } = service.app;
    const { rudolf, flavia } = people;
    await recordAudit(
      db,
      { accountId: rudolf.accountId, action: 'SIGNED_IN', address: '192.0.2.1' },
      { accountId: flavia.accountId, action: 'SIGN_IN_FAILED', address: '192.0.2.2' },
    );
    await recordAudit(db, { accountId: flavia.accountId, action: 'EXPORTED' });
    const all = await createToken(db, await session(rudolf), { name: 'everywhere', expiresInDays: 3 });
    await revokeToken(db, await session(rudolf), { id: encodeGlobalId('AccessToken', 0, all.id) });
    await createToken(db, await session(rudolf), { name: 'study alone', projects: ['study'], write: true });
    await createToken(db, await session(flavia), { name: 'elsewhere', projects: ['other'] });
    expect(await told(rudolf, 'study', 'first: 4')).toEqual([
      'Rudolf TOKEN_CREATED study alone',
      'Rudolf TOKEN_REVOKED everywhere',
      'Rudolf TOKEN_CREATED everywhere',
      'Rudolf SIGNED_IN null',
    ]);
    const { entries } = await trail(rudolf, 'study', 'first: 1, actions: [TOKEN_CREATED]');
    expect(entries[0]).toMatchObject({ detail: { write: true, days: null }, address: '192.0.2.7' });
    // What narrows a token to other projects is for those alone.
    expect(JSON.stringify(await trail(flavia, 'other'))).not.toMatch(/study|Rudolf/);
    expect(await told(flavia, 'other', 'actions: [SIGN_IN_FAILED, TOKEN_CREATED]')).toEqual([
      'Flavia TOKEN_CREATED elsewhere',
      'Flavia SIGN_IN_FAILED null',
    ]);
    expect((await trail(flavia, 'other', 'actions: []')).totalCount).toBe(0);
  });

  it('is for owners alone', async () => {
    await enrol(service, projects['study']?.number ?? 0, people.sapt, 'EDITOR', people.rudolf);
    const { data, errors } = await people.sapt.ask(
      '{ project(slug: "study") { slug auditTrail { totalCount } } }',
    );
    expect(data.project).toEqual({ slug: 'study', auditTrail: null });
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  it('is read in pages, either way, without loss where many came at once', async () => {
    const { rudolf } = people;
    await recordAudit(
      service.app.db,
      ...Array.from({ length: 30 }, (_, n) => ({
        accountId: rudolf.accountId,
        action: n % 2 ? ('SIGNED_IN' as const) : ('EXPORTED' as const),
        projectId: n % 2 ? null : (projects['study']?.number ?? 0),
        subject: `n${n}`,
        at: new Date(Date.now() + 60_000),
      })),
    );
    const page = (args: string) =>
      `{ project(slug: "study") { auditTrail(${args}) { edges { cursor node { subject } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
    const all = (await trail(rudolf, 'study')).entries.map(({ subject }) => subject);
    expect(all.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, n) => `n${29 - n}`));
    for (const backwards of [false, true])
      expect(
        await readAll({ ...service, ask: rudolf.ask }, page, (data) => data.project.auditTrail, {
          size: 7,
          backwards,
          key: 'subject',
        }),
      ).toEqual(all);
  });

  it('is not written where nothing is done', async () => {
    const before = await service.app.db.$count(auditEntry);
    const { flavia, sapt } = people;
    await sapt.mutate('changeRole', { project: 'other', account: flavia.id, role: 'VIEWER' });
    await flavia.mutate('removeMember', { project: 'other', account: flavia.id });
    await flavia.mutate('createProject', { slug: 'other', name: 'Again' });
    expect(await service.app.db.$count(auditEntry)).toBe(before);
  });

  it('is never altered, and goes only with its project', async () => {
    const { db } = service.app;
    const refused = async (work: Promise<unknown>) =>
      expect(postgresError(await work.catch((error: unknown) => error))?.constraint).toBe(
        'audit_append_only',
      );
    await refused(db.update(auditEntry).set({ subject: 'x' }));
    await refused(db.delete(auditEntry).where(sql`project_id is null`));
    await refused(db.delete(auditEntry).where(eq(auditEntry.projectId, projects['study']?.number ?? 0)));
    await refused(db.execute(sql`truncate audit_entry`));
    const own = await db.$count(auditEntry, sql`project_id is null`);
    const { id, number } = projects['other'] ?? { id: '', number: 0 };
    const removed = await people.flavia.mutate('removeProject', { id, expectedVersion: 1 });
    expect(removed).toMatchObject({ __typename: 'Removed' });
    expect(await db.$count(auditEntry, eq(auditEntry.projectId, number))).toBe(0);
    expect(await db.$count(auditEntry, sql`project_id is null`)).toBe(own);
  });
});
