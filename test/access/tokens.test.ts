import { and, eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessToken } from '../../src/features/access-token/access-token.table.ts';
import { createToken } from '../../src/features/access-token/access-token.command.ts';
import { viewerOfAccount, viewerOfToken } from '../../src/features/account/authenticate.query.ts';
import { hashOf } from '../../src/features/account/secret.ts';
import type { Viewer } from '../../src/features/account/viewer.ts';
import { decodeGlobalId } from '../../src/protocol/global-id.ts';
import { makePerson, type Person, send, withToken } from '../kit/accounts.ts';
import { paths, readAll } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';
import { countOwnStatements } from '../kit/statements.ts';
import { until } from '../kit/until.ts';
import { dataFolder, demarche } from '../runtime/kit/service.ts';

const service = useService();
let rudolf: Person;
let flavia: Person;
const projects: Record<string, number> = {};
/** As somebody who has signed in, not by a token. */
let session: Viewer;

const make = (input: Parameters<typeof createToken>[2], viewer = session) =>
  createToken(service.app.db, viewer, input);
const rowOf = async (id: string) =>
  (await service.app.db.select().from(accessToken).where(eq(accessToken.id, id)))[0];
const viewerOf = (text: string) => viewerOfToken(service.app.db, text);
const TOKEN = `token { id name mayWrite allProjects projects { slug } createdAt lastUsedAt expiresAt revokedAt }`;

beforeAll(async () => {
  rudolf = await makePerson(service, 'Rudolf');
  flavia = await makePerson(service, 'Flavia');
  for (const [person, slug] of [
    [rudolf, 'letters'],
    [rudolf, 'treaties'],
    [flavia, 'diaries'],
  ] as const) {
    const made = await person.mutate('createProject', { slug, name: slug }, '... on Project { id }');
    projects[slug] = decodeGlobalId(made.id)?.projectId ?? 0;
  }
  session = await viewerOfAccount(service.app.db, rudolf.accountId, 'SESSION', 'a session');
});

describe('an access token', () => {
  it('is kept as a hash alone', async () => {
    const { id, text } = await make({ name: 'loader' });
    expect(text).toMatch(/^dem_[A-Za-z0-9_-]{43}$/);
    expect((await rowOf(id))?.tokenHash).toEqual(hashOf(text));
    const [dump] = await service.app.db.execute<{ found: number }>(
      sql`select count(*)::int as found from access_token t, audit_entry e
        where strpos(t::text, ${text.slice(4)}) + strpos(e::text, ${text.slice(4)}) > 0`,
    );
    expect(dump).toEqual({ found: 0 });
    expect((await make({ name: 'loader' })).text).not.toBe(text);
  });

  it('acts for its account in all projects, and only reads unless it may write', async () => {
    const { id, text } = await make({ name: 'reader' });
    expect(await viewerOf(text)).toEqual({
      accountId: rudolf.accountId,
      via: 'TOKEN',
      sessionId: null,
      tokenId: id,
      roles: new Map([
        [projects['letters'], 'OWNER'],
        [projects['treaties'], 'OWNER'],
      ]),
      mayWrite: false,
      allProjects: true,
    });
    expect(await viewerOf((await make({ name: 'writer', write: true })).text)).toMatchObject({
      mayWrite: true,
    });
  });

  it('narrowed to projects sees those memberships alone', async () => {
    const { text } = await make({ name: 'narrow', projects: ['letters'] });
    expect((await viewerOf(text))?.roles).toEqual(new Map([[projects['letters'], 'OWNER']]));
  });

  it('is read in one statement, also of many memberships', async () => {
    const { text } = await make({ name: 'counted' });
    await viewerOf(text);
    const { id } = (await rowOf((await viewerOf(text))?.tokenId ?? '')) ?? { id: '' };
    await until(async () => (await rowOf(id))?.lastUsedAt !== null);
    expect(await countOwnStatements(service, () => viewerOf(text))).toBe(1);
  });

  it.each(['', 'dem_', 'dem_x', `dem_${'A'.repeat(43)}`, `dem_${'A'.repeat(44)}`, 'Bearer', `'; drop table`])(
    'that is none opens nothing: %j',
    async (text) => {
      expect(await viewerOf(text)).toBeNull();
      const response = await send(service, text, '{ me { id } }');
      expect(response.status).toBe(401);
      const { errors, data } = (await response.json()) as { errors: any[]; data?: unknown };
      expect([errors[0].extensions.code, data ?? null]).toEqual(['UNAUTHENTICATED', null]);
    },
  );

  it('is refused once it has expired, and once it is revoked', async () => {
    const short = await make({ name: 'short', expiresInDays: 1 });
    expect((await rowOf(short.id))?.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 86_000_000);
    expect(await viewerOf(short.text)).toMatchObject({ tokenId: short.id });
    await service.app.db
      .update(accessToken)
      .set({ expiresAt: sql`now()` })
      .where(eq(accessToken.id, short.id));
    expect(await viewerOf(short.text)).toBeNull();
    const lost = await make({ name: 'lost' });
    expect((await send(service, lost.text, '{ me { id } }')).status).toBe(200);
    await service.app.db
      .update(accessToken)
      .set({ revokedAt: sql`now()` })
      .where(eq(accessToken.id, lost.id));
    expect((await send(service, lost.text, '{ me { id } }')).status).toBe(401);
  });

  it('has its last use noted, at most once a minute', async () => {
    const { id, text } = await make({ name: 'used' });
    expect((await rowOf(id))?.lastUsedAt).toBeNull();
    await Promise.all(Array.from({ length: 20 }, () => viewerOf(text)));
    await until(async () => (await rowOf(id))?.lastUsedAt !== null);
    const first = (await rowOf(id))?.lastUsedAt;
    await viewerOf(text);
    await viewerOf(text);
    expect((await rowOf(id))?.lastUsedAt).toEqual(first);
    const long = new Date(Date.now() - 61_000);
    await service.app.db.update(accessToken).set({ lastUsedAt: long }).where(eq(accessToken.id, id));
    await viewerOf(text);
    await until(async () => ((await rowOf(id))?.lastUsedAt ?? long) > long);
  });

  it('works while the noting of its use has to wait', async () => {
    const { id, text } = await make({ name: 'waiting' });
    await service.app.db.transaction(async (tx) => {
      await tx.select().from(accessToken).where(eq(accessToken.id, id)).for('update');
      expect(await viewerOf(text)).toMatchObject({ tokenId: id });
      expect(await viewerOf(text)).toMatchObject({ tokenId: id });
    });
    await until(async () => (await rowOf(id))?.lastUsedAt !== null);
  });
});

describe('tokens over GraphQL', () => {
  const CREATE = `mutation ($input: CreateTokenInput!) { createToken(input: $input) { __typename
    ... on CreateTokenPayload { text ${TOKEN} } ... on Error { code message faults { path code } } } }`;
  const create = async (input: object) => (await service.ask(CREATE, { input })).data.createToken;
  const LIST = '{ me { tokens(first: 100) { totalCount edges { node { id name revokedAt } } } } }';

  it('are made by the local owner, shown once, listed and revoked', async () => {
    const project = await service.ask(
      'mutation { createProject(input: { name: "Own", slug: "own" }) { ... on Project { id } } }',
    );
    const { id } = project.data.createProject;
    const made = await create({ name: ' A  loader ', projects: ['own', id], write: true, expiresInDays: 7 });
    expect(made).toMatchObject({
      __typename: 'CreateTokenPayload',
      text: expect.stringMatching(/^dem_/),
      token: {
        name: 'A loader',
        mayWrite: true,
        allProjects: false,
        projects: [{ slug: 'own' }],
        lastUsedAt: null,
        expiresAt: expect.any(String),
        revokedAt: null,
      },
    });
    const program = withToken(service, made.text);
    expect((await program.ask('{ me { id } }')).errors).toBeUndefined();
    const { data } = await service.ask(LIST);
    expect(data.me.tokens).toEqual({
      totalCount: 1,
      edges: [{ node: { id: made.token.id, name: 'A loader', revokedAt: null } }],
    });
    expect(JSON.stringify(data)).not.toContain(made.text);
    const REVOKE = `mutation ($id: String!) { revokeToken(input: { id: $id }) { __typename
      ... on AccessToken { revokedAt } ... on Error { code faults { path } } } }`;
    const { revokeToken } = (await service.ask(REVOKE, { id: made.token.id })).data;
    expect(revokeToken).toEqual({ __typename: 'AccessToken', revokedAt: expect.any(String) });
    expect((await service.ask(REVOKE, { id: made.token.id })).data.revokeToken).toEqual(revokeToken);
    expect((await send(service, made.text, '{ me { id } }')).status).toBe(401);
    for (const other of [rudolf.id, 'loader', '']) {
      const answer = await service.ask(REVOKE, { id: other });
      expect(answer.data.revokeToken).toMatchObject({ code: 'INVALID', faults: [{ path: ['id'] }] });
    }
    const others = (await rudolf.ask('{ me { tokens { edges { node { id } } } } }')).data.me.tokens.edges[0]
      .node;
    expect((await service.ask(REVOKE, { id: others.id })).data.revokeToken).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('tell all faults of an input at once', async () => {
    const result = await create({ name: '', projects: [], expiresInDays: 0 });
    expect(paths(result)).toEqual(['projects', 'name', 'expiresInDays']);
    expect(paths(await create({ name: 'x'.repeat(81) }))).toEqual(['name']);
    const named = await create({ name: 'x', projects: ['own', 'letters', 'No Slug', 'nowhere'] });
    expect(named.faults).toEqual([
      { path: ['projects', '1'], code: 'NOT_FOUND' },
      { path: ['projects', '2'], code: 'INVALID' },
      { path: ['projects', '3'], code: 'NOT_FOUND' },
    ]);
  });

  it('do not say whether a project that is not shown exists', async () => {
    const { message } = await create({ name: 'x', projects: ['letters'] });
    const nowhere = await create({ name: 'x', projects: ['lettres'] });
    expect(nowhere.message.replace('lettres', 'letters')).toBe(message);
  });

  it('cannot make or revoke tokens, whatever they may write', async () => {
    const program = withToken(service, rudolf.token);
    const made = await program.mutate('createToken', { name: 'child' });
    expect(made).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('sign in yourself') });
    const { data } = await program.ask('{ me { tokens { edges { node { id } } } } }');
    const [own] = data.me.tokens.edges;
    expect(await program.mutate('revokeToken', { id: own.node.id })).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('see themselves alone among those of their account, and no other account’s', async () => {
    const program = withToken(service, rudolf.token);
    const { data } = await program.ask('{ me { tokens { totalCount edges { node { name } } } } }');
    expect(data.me.tokens).toEqual({ totalCount: 1, edges: [{ node: { name: 'Rudolf’s own' } }] });
    const other = await program.ask(
      'query ($id: ID!) { node(id: $id) { ... on Account { name email tokens { totalCount } } } }',
      {
        id: flavia.id,
      },
    );
    // They have no project in common.
    expect(other.data.node).toBeNull();
    const { errors } = await program.ask('query ($id: ID!) { node(id: $id) { id } }', {
      id: (await program.ask('{ me { tokens { edges { node { id } } } } }')).data.me.tokens.edges[0].node.id,
    });
    expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
  });

  it('are read in pages, whichever way, the newest first', async () => {
    for (const name of ['one', 'two', 'three']) await create({ name });
    const page = (args: string) =>
      `{ me { tokens(${args}) { edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
    const all = ['three', 'two', 'one', 'A loader'];
    for (const backwards of [false, true]) {
      expect(
        await readAll(service, page, (data) => data.me.tokens, { size: 2, backwards, key: 'name' }),
      ).toEqual(all);
    }
    const { errors } = await service.ask('{ me { tokens(after: "abc") { totalCount } } }');
    expect(errors?.[0]?.extensions?.['code']).toBe('INVALID');
  });

  it('are at most 100 that hold, also where two ask for the last one at once', async () => {
    const { db } = service.app;
    const mine = await db.$count(accessToken, eq(accessToken.accountId, flavia.accountId));
    await db.insert(accessToken).values(
      Array.from({ length: 99 - mine }, (_, n) => ({
        accountId: flavia.accountId,
        name: `n${n}`,
        tokenHash: hashOf(`n${n}`),
        mayWrite: false,
        allProjects: true,
      })),
    );
    const viewer = await viewerOfAccount(db, flavia.accountId, 'SESSION');
    const both = await Promise.allSettled([make({ name: 'a' }, viewer), make({ name: 'b' }, viewer)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one) => one.status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'LIMIT' } });
    const isOne = and(eq(accessToken.accountId, flavia.accountId), eq(accessToken.name, 'n0'));
    await db
      .update(accessToken)
      .set({ revokedAt: sql`now()` })
      .where(isOne);
    expect(await make({ name: 'c' }, viewer)).toMatchObject({ text: expect.any(String) });
  });
});

describe('demarche token, beside a running service', () => {
  const run = async (...argv: string[]) => {
    const running = demarche(['token', ...argv], {
      env: { DATABASE_URL: service.database.url, LOG_LEVEL: 'error' },
    });
    return { code: await running.exited, output: running.output() };
  };

  it('creates one of the local owner’s, and prints nothing else', async () => {
    const { code, output } = await run('create', '--name', 'loader', '--project', 'own', '--write');
    expect(output).toMatch(/^dem_[A-Za-z0-9_-]{43}\n$/);
    expect(code).toBe(0);
    const { data } = await withToken(service, output.trim()).ask(
      '{ me { name tokens { edges { node { name mayWrite projects { slug } expiresAt } } } } }',
    );
    expect(data.me).toEqual({
      name: 'Local owner',
      tokens: {
        edges: [{ node: { name: 'loader', mayWrite: true, projects: [{ slug: 'own' }], expiresAt: null } }],
      },
    });
  });

  it('creates one for an account, among its projects, that expires', async () => {
    const { output } = await run(
      ...['create', '--name', 'for Rudolf', '--account', 'Rudolf@ruritania.example'],
      ...['--project', 'letters', 'treaties', '--expires-in', '3'],
    );
    expect(await viewerOf(output.trim())).toMatchObject({
      accountId: rudolf.accountId,
      mayWrite: false,
      roles: new Map([
        [projects['letters'], 'OWNER'],
        [projects['treaties'], 'OWNER'],
      ]),
    });
  });

  it.each([
    [['create'], '--name'],
    [['create', '--name', ''], 'It is empty'],
    [['create', '--name', 'x', '--project', 'letters'], 'There is no project "letters" that you may see.'],
    [['create', '--name', 'x', '--expires-in', 'soon'], 'whole number of days'],
    [['create', '--name', 'x', '--expires-in', '0'], 'from 1 to'],
    [['create', '--name', 'x', '--account', 'nobody@example'], 'No account has the address "nobody@example"'],
    [['revoke', 'nowhere'], 'No access token that holds has that id or name'],
    [['revoke', 'n1', 'n2'], 'too many arguments'],
  ])('tells what is wrong with %j', async (argv, told) => {
    const { code, output } = await run(...argv);
    expect([code, output]).toEqual([2, expect.stringContaining(told)]);
    expect(output).not.toMatch(/dem_|fault of the program/);
  });

  it('lists them, without what opens anything, and revokes by name or id', async () => {
    const { output } = await run('list');
    const [head, ...rows] = output.trimEnd().split('\n');
    expect(head?.split(/ {2,}/)).toEqual([
      'ID',
      'NAME',
      'ACCOUNT',
      'PROJECTS',
      'RIGHTS',
      'CREATED',
      'LAST USED',
      'EXPIRES',
      'STATE',
    ]);
    const row = rows.map((one) => one.split(/ {2,}/)).find((one) => one[1] === 'for Rudolf');
    expect(row?.slice(2, 5)).toEqual([rudolf.email, 'letters treaties', 'read']);
    expect(row?.at(-1)).toBe('holds');
    expect(rows.length).toBe(await service.app.db.$count(accessToken));
    expect(output).not.toMatch(/dem_/);
    expect(await run('revoke', 'for Rudolf')).toEqual({
      code: 0,
      output: `Revoked for Rudolf (${row?.[0]}).\n`,
    });
    expect((await run('revoke', row?.[0] ?? '')).code).toBe(0);
    expect((await rowOf(row?.[0] ?? ''))?.revokedAt).toBeInstanceOf(Date);
    await make({ name: 'twin' });
    await make({ name: 'twin' });
    const twice = await run('revoke', 'twin');
    expect([twice.code, twice.output]).toEqual([2, expect.stringContaining('give the id of one')]);
  });
});

describe('demarche token, on the embedded database', () => {
  it('works before the service has ever run, and finds nothing where there is nothing', async () => {
    const dataDir = dataFolder();
    const env = { DATA_DIR: dataDir, LOG_LEVEL: 'error' };
    const none = demarche(['token', 'list'], { env });
    expect(await none.exited).toBe(2);
    expect(none.output()).toContain(`No database is in ${dataDir}`);
    const made = demarche(['token', 'create', '--name', 'first'], { env });
    expect(await made.exited).toBe(0);
    expect(made.output()).toMatch(/^dem_[A-Za-z0-9_-]{43}\n$/);
    const listed = demarche(['token', 'list'], { env });
    expect(await listed.exited).toBe(0);
    expect(listed.output()).toContain('owner@localhost');
  });
});
