import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type FreshDatabase, freshDatabase } from '../kit/database.ts';

describe('starting', () => {
  let database: FreshDatabase;
  const apps: App[] = [];
  const start = async (demo: boolean) => {
    const config = readConfig({ PORT: '0', DATABASE_URL: database.url, LOG_LEVEL: 'error' });
    const app = await startApp({ config, log: createLog(config), demo });
    apps.push(app);
    return app;
  };
  const counted = async (app: App) => {
    const [row] = await app.db.execute(
      `select (select count(*)::int from project) as projects, (select count(*)::int from document) as documents,
         (select count(*)::int from statement) as statements`,
    );
    return row;
  };

  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await database?.drop();
  });

  it('without the demo leaves the database empty', async () => {
    expect(await counted(await start(false))).toEqual({ projects: 0, documents: 0, statements: 0 });
  });

  it('two instances at once loads it once, and starting again not again', async () => {
    const [one, other] = await Promise.all([start(true), start(true)]);
    const loaded = { projects: 1, documents: 5, statements: 53 };
    expect(await counted(one)).toEqual(loaded);
    expect(await counted(other)).toEqual(loaded);
    expect(await counted(await start(true))).toEqual(loaded);
  });

  it('leaves alone a database that holds another project', async () => {
    const [app] = apps as [App];
    await app.db.execute(`update project set slug = 'of-ours', name = 'Of ours'`);
    await app.db.execute('delete from statement_relation');
    const before = await counted(app);
    expect(await counted(await start(true))).toEqual(before);
  });
});
