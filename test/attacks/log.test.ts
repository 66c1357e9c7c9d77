import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type FreshDatabase, freshDatabase } from '../kit/database.ts';

const SECRETS = {
  token: `dem_${'Tk9'.repeat(14)}x`,
  cookie: 'session-cookie-value-4711',
  password: 'correct-horse-battery',
  variable: 'what-the-study-must-not-tell',
  url: 'token-in-the-url-0815',
};

let database: FreshDatabase;
let app: App;
let logged = '';

beforeAll(async () => {
  database = await freshDatabase();
  // The most that can be logged.
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: database.url,
    LOG_LEVEL: 'trace',
    LOG_FORMAT: 'json',
  });
  const log = createLog(config, { write: (line: string) => (logged += line) });
  app = await startApp({ config, log, demo: false, localOwner: true });
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

const CREDENTIALS = { authorization: `Bearer ${SECRETS.token}`, cookie: `session=${SECRETS.cookie}` };

/** Sends it with credentials, which do not hold, and without, as the local owner. */
async function send(body: string, path = '/graphql'): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${app.url}${path}`, { method: 'POST', headers: { ...headers, ...CREDENTIALS }, body });
  const answered = await fetch(`${app.url}${path}`, { method: 'POST', headers, body });
  return answered.text();
}

describe('the log', () => {
  it('[L11] holds neither the secret of an invitation nor the password chosen with it', async () => {
    const made = await send(
      JSON.stringify({
        query: `mutation { createProject(input: { slug: "joined", name: "Joined" }) { __typename }
          inviteMember(input: { project: "joined", role: CODER }) { ... on InviteMemberPayload { link } } }`,
      }),
    );
    const { link } = (JSON.parse(made) as { data: { inviteMember: { link: string } } }).data.inviteMember;
    const submit = async (): Promise<number> => {
      const fields = { name: 'Fritz', email: 'fritz@example.org', 'new-password': SECRETS.password };
      return (await fetch(link, { method: 'POST', body: new URLSearchParams(fields) })).status;
    };
    await fetch(link);
    await app.db.execute('alter table invitation rename column accepted_by to gone');
    expect(await submit()).toBe(500);
    await app.db.execute('alter table invitation rename column gone to accepted_by');
    expect(await submit()).toBe(400);
    expect(logged).toContain('a request to sign in failed unexpectedly');
    for (const secret of [link.split('/').at(-1) ?? '', SECRETS.password])
      expect(logged.includes(secret)).toBe(false);
  });

  it('[L11] holds no credentials, variables or parameters, whatever goes wrong', async () => {
    const query = 'mutation ($input: CreateProjectInput!) { createProject(input: $input) { __typename } }';
    const input = { slug: 'study', name: SECRETS.variable, description: SECRETS.password };
    await send(JSON.stringify({ query, variables: { input } }));
    await send(
      JSON.stringify({ query, variables: { input: { ...input, name: { password: SECRETS.password } } } }),
    );
    await send(`{"query": "${SECRETS.variable}`);
    await send(JSON.stringify({ query: '{ __typename }' }), `/graphql?token=${SECRETS.url}`);
    await send(JSON.stringify({ query: '{ __typename }' }), `/elsewhere?token=${SECRETS.url}`);
    // A failure that nobody foresaw, with all the values of its statement.
    await app.db.execute('alter table project rename column description to gone');
    const failed = await send(JSON.stringify({ query, variables: { input: { ...input, slug: 'other' } } }));
    expect(failed).toContain('Unexpected error.');
    expect(logged).toContain('a request failed unexpectedly');
    expect(logged).toContain('Failed query: insert into');
    for (const [what, secret] of Object.entries(SECRETS)) {
      expect([what, logged.includes(secret)]).toEqual([what, false]);
    }
  });

  it('[L11] writes an ellipsis for what has the shape or the name of a secret', () => {
    let told = '';
    const log = createLog(
      { logLevel: 'trace', logFormat: 'json' },
      { write: (line: string) => (told += line) },
    );
    const headers = { authorization: 'x1', cookie: 'x2', 'set-cookie': ['x3'] };
    log.info({ headers, req: { headers }, password: 'x4', input: { token: 'x5' }, variables: { a: 'x6' } });
    log.warn({ url: `/auth/reset?token=x7-y&a=1` }, `Authorization: Bearer x8.y/z= and ${SECRETS.token}`);
    log.error({ err: new Error('postgres://user:x9@host/db refused') });
    expect(told).not.toMatch(/x\d|Tk9/);
    expect(told.match(/…/g)?.length).toBeGreaterThan(10);
  });
});
