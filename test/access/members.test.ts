import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { membership } from '../../src/features/membership/membership.table.ts';
import { decodeGlobalId, encodeGlobalId } from '../../src/protocol/global-id.ts';
import { enrol, makePerson, type Person } from '../kit/accounts.ts';
import { useService } from '../kit/service.ts';
import { countStatements } from '../kit/statements.ts';

const service = useService();
const people = {} as Record<'rudolf' | 'flavia' | 'sapt' | 'fritz' | 'stranger', Person>;
let projectId = 0;
let projectGlobalId = '';

const MEMBERS = `{ project(slug: "study") { members { totalCount edges { node {
  role since account { name email } project { slug } } } } } }`;
const membersSeenBy = async (person: Person) => {
  const { data, errors } = await person.ask(MEMBERS);
  expect(errors).toBeUndefined();
  return data.project.members.edges.map(({ node }: any) => `${node.account.name} ${node.role}`);
};
const change = (by: Person, who: Person, role: string, project = 'study') =>
  by.mutate('changeRole', { project, account: who.id, role }, '... on Membership { role account { name } }');
const remove = (by: Person, who: Person, project = 'study') =>
  by.mutate('removeMember', { project, account: who.id }, '... on Removed { id }');
const rowOf = async ({ accountId }: Person) =>
  (
    await service.app.db
      .select()
      .from(membership)
      .where(and(eq(membership.projectId, projectId), eq(membership.accountId, accountId)))
  )[0];

beforeAll(async () => {
  for (const name of ['Rudolf', 'Flavia', 'Sapt', 'Fritz', 'Stranger'])
    people[name.toLowerCase() as keyof typeof people] = await makePerson(service, name);
  const input = { slug: 'study', name: 'A study' };
  const made = await people.rudolf.mutate('createProject', input, '... on Project { id viewerRole }');
  projectGlobalId = made.id;
  projectId = decodeGlobalId(made.id)?.projectId ?? 0;
  await enrol(service, projectId, people.flavia, 'EDITOR', people.rudolf);
  await enrol(service, projectId, people.sapt, 'CODER', people.rudolf);
  await enrol(service, projectId, people.fritz, 'VIEWER', people.rudolf);
});

describe('members', () => {
  it('are listed owners first, with their addresses for owners alone, in one statement', async () => {
    expect(await membersSeenBy(people.flavia)).toEqual([
      'Rudolf OWNER',
      'Flavia EDITOR',
      'Sapt CODER',
      'Fritz VIEWER',
    ]);
    const emails = async (person: Person) =>
      (await person.ask(MEMBERS)).data.project.members.edges.map(({ node }: any) => node.account.email);
    expect(await emails(people.rudolf)).toEqual([
      people.rudolf.email,
      people.flavia.email,
      people.sapt.email,
      people.fritz.email,
    ]);
    expect(await emails(people.flavia)).toEqual([null, people.flavia.email, null, null]);
    const sent = await countStatements(service, () =>
      service.ask(
        '{ project(slug: "study") { members { totalCount edges { node { role account { name } } } } } }',
      ),
    );
    expect(sent).toBe(1);
  });

  it('are read in pages', async () => {
    const page = (args: string) =>
      people.rudolf.ask(
        `{ project(slug: "study") { members(${args}) { edges { node { account { name } } } pageInfo { endCursor hasNextPage } } } }`,
      );
    const names: string[] = [];
    for (let after = ''; ;) {
      const { data, errors } = await page(`first: 1${after}`);
      expect(errors).toBeUndefined();
      const { edges, pageInfo } = data.project.members;
      names.push(...edges.map(({ node }: any) => node.account.name));
      if (!pageInfo.hasNextPage) break;
      after = `, after: "${pageInfo.endCursor}"`;
    }
    expect(names).toEqual(['Rudolf', 'Flavia', 'Sapt', 'Fritz']);
  });

  it('know what they are, and to what they belong', async () => {
    for (const [person, role] of [
      [people.rudolf, 'OWNER'],
      [people.fritz, 'VIEWER'],
    ] as const) {
      const { data } = await person.ask(
        `{ me { id name email memberships { totalCount edges { node { role project { slug viewerRole } } } } } }`,
      );
      const node = { role, project: { slug: 'study', viewerRole: role } };
      expect(data.me).toEqual({
        id: person.id,
        name: expect.any(String),
        email: person.email,
        memberships: { totalCount: 1, edges: [{ node }] },
      });
    }
    const { data } = await people.rudolf.ask(
      'query ($id: ID!) { node(id: $id) { ... on Account { name memberships { totalCount } } } }',
      { id: people.fritz.id },
    );
    expect(data.node).toEqual({ name: 'Fritz', memberships: null });
  });

  it('are given roles by owners alone', async () => {
    expect(await change(people.rudolf, people.fritz, 'CODER')).toMatchObject({
      __typename: 'Membership',
      role: 'CODER',
      account: { name: 'Fritz' },
    });
    for (const person of [people.flavia, people.sapt])
      expect(await change(person, people.fritz, 'OWNER')).toMatchObject({
        code: 'FORBIDDEN',
        faults: [{ path: ['project'], message: expect.stringContaining('ask one of them') }],
      });
    expect(await change(people.rudolf, people.fritz, 'VIEWER')).toMatchObject({ role: 'VIEWER' });
  });

  it('and the project are nothing to who does not belong, by slug and by id', async () => {
    for (const project of ['study', projectGlobalId]) {
      const refused = await change(people.stranger, people.fritz, 'OWNER', project);
      expect(refused).toMatchObject({ code: 'NOT_FOUND', faults: [{ path: ['project'] }] });
      const absent = project === 'study' ? 'stude' : encodeGlobalId('Project', 4711);
      const { message } = await change(people.stranger, people.fritz, 'OWNER', absent);
      expect(message.replace(absent, project)).toBe(refused['message']);
      expect(await remove(people.stranger, people.fritz, project)).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await change(people.rudolf, people.stranger, 'CODER')).toMatchObject({
      code: 'NOT_FOUND',
      faults: [{ path: ['account'] }],
    });
    const bad = { project: 'study', account: 'rudolf', role: 'CODER' };
    expect(await people.rudolf.mutate('changeRole', bad)).toMatchObject({ code: 'INVALID' });
  });

  it('leave when they like, are removed by owners, and stay the authors of what they wrote', async () => {
    expect(await remove(people.sapt, people.fritz)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await remove(people.fritz, people.fritz)).toMatchObject({
      __typename: 'Removed',
      id: people.fritz.id,
    });
    expect(await remove(people.rudolf, people.sapt)).toMatchObject({ __typename: 'Removed' });
    expect(await remove(people.rudolf, people.sapt)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await membersSeenBy(people.rudolf)).toEqual(['Rudolf OWNER', 'Flavia EDITOR']);
    expect((await rowOf(people.sapt))?.endedAt).toBeInstanceOf(Date);
    const { data } = await people.sapt.ask('{ me { memberships { totalCount } } }');
    expect(data.me.memberships.totalCount).toBe(0);
    expect(await change(people.rudolf, people.sapt, 'CODER')).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('always have an owner', async () => {
    const keeps = { __typename: 'ConflictError', message: expect.stringContaining('keeps an OWNER') };
    expect(await change(people.rudolf, people.rudolf, 'EDITOR')).toMatchObject(keeps);
    expect(await remove(people.rudolf, people.rudolf)).toMatchObject(keeps);
    expect(await change(people.rudolf, people.flavia, 'OWNER')).toMatchObject({ role: 'OWNER' });
    expect(await change(people.rudolf, people.rudolf, 'EDITOR')).toMatchObject({ role: 'EDITOR' });
    expect(await change(people.rudolf, people.rudolf, 'OWNER')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await change(people.flavia, people.rudolf, 'OWNER')).toMatchObject({ role: 'OWNER' });
  });

  it('of whom two owners remove or demote each other at once keep one of them', async () => {
    const { rudolf, flavia } = people;
    for (const act of [(a: Person, b: Person) => change(a, b, 'CODER'), remove]) {
      for (let round = 0; round < 5; round++) {
        const both = await Promise.all([act(rudolf, flavia), act(flavia, rudolf)]);
        const codes = both.map(({ code }) => code);
        expect(codes.toSorted()).toEqual([expect.stringMatching(/FORBIDDEN|NOT_FOUND/), undefined]);
        const [winner, loser] = codes[0] === undefined ? [rudolf, flavia] : [flavia, rudolf];
        expect([(await rowOf(winner))?.role, (await rowOf(winner))?.endedAt]).toEqual(['OWNER', null]);
        await service.app.db
          .update(membership)
          .set({ role: 'OWNER', endedAt: null })
          .where(and(eq(membership.projectId, projectId), eq(membership.accountId, loser.accountId)));
      }
    }
    const leaving = await Promise.all([remove(rudolf, rudolf), remove(flavia, flavia)]);
    expect(leaving.map(({ __typename }) => __typename).toSorted()).toEqual(['ConflictError', 'Removed']);
  });
});

describe('a project open to everybody', () => {
  it('is opened and closed by its creator’s change, and then read without belonging', async () => {
    const owner = await makePerson(service, 'Michael');
    const make = { slug: 'open', name: 'Open' };
    const { id } = await owner.mutate('createProject', make, '... on Project { id readableByAnyone }');
    const open = (readableByAnyone: boolean | null, expectedVersion: number) =>
      owner.mutate(
        'changeProject',
        { id, expectedVersion, readableByAnyone },
        '... on Project { version readableByAnyone viewerRole }',
      );
    expect(await open(true, 1)).toMatchObject({ version: 2, readableByAnyone: true, viewerRole: 'OWNER' });
    expect(await open(true, 2)).toMatchObject({ version: 2 });
    expect(await open(null, 2)).toMatchObject({ code: 'INVALID', faults: [{ path: ['readableByAnyone'] }] });
    const { data } = await people.stranger.ask(
      '{ project(slug: "open") { viewerRole members { totalCount edges { node { account { name email } } } } } }',
    );
    expect(data.project).toEqual({
      viewerRole: null,
      members: { totalCount: 0, edges: [] },
    });
    expect(await change(people.stranger, owner, 'VIEWER', 'open')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await open(false, 2)).toMatchObject({ version: 3, readableByAnyone: false });
    expect(await change(people.stranger, owner, 'VIEWER', 'open')).toMatchObject({ code: 'NOT_FOUND' });
  });
});
