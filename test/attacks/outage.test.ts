import { createClient } from 'graphql-ws';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { freshDatabase } from '../kit/database.ts';

it('a request while the database is gone is told so, is logged without its values, and ends nothing', async () => {
  const database = await freshDatabase();
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: database.url,
    LOG_LEVEL: 'error',
    LOG_FORMAT: 'json',
  });
  let logged = '';
  const log = createLog(config, { write: (line: string) => (logged += line) });
  const app = await startApp({ config, log, demo: false });
  await database.drop();
  const authorization = `Bearer dem_${'A'.repeat(43)}`;
  const headers = { 'content-type': 'application/json', authorization };
  const body = JSON.stringify({ query: '{ me { name } }' });
  for (let turn = 0; turn < 3; turn++) {
    const response = await fetch(`${app.url}/graphql`, { method: 'POST', headers, body });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
  }
  const client = createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    retryAttempts: 0,
  });
  await expect(client.iterate({ query: '{ me { name } }' }).next()).rejects.toBeDefined();
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
  expect(logged).toContain('a request could not be taken');
  expect(logged).not.toContain('A'.repeat(43));
  await app.close();
});
