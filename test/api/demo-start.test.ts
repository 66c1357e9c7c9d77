import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type FreshDatabase, freshDatabase } from '../kit/database.ts';

describe('starting the service', () => {
  let database: FreshDatabase;
  const apps: App[] = [];
  const start = async (demo: boolean) => {
    const config = readConfig({ PORT: '0', DATABASE_URL: database.url, LOG_LEVEL: 'error' });
    const app = await startApp({ config, log: createLog(config), demo, localOwner: true });
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

  it('is not left with half a demo where the load is cut short', async () => {
    const [app] = apps as [App];
    await app.db.execute(`create function cut() returns trigger language plpgsql as
      $$ begin raise exception 'cut short'; end $$`);
    await app.db.execute(`create trigger cut before insert on document for each row
      when (new.slug = 'osaka-messages-2019') execute function cut()`);
    await expect(start(true)).rejects.toMatchObject({ cause: { message: 'cut short' } });
    await app.db.execute('drop trigger cut on document');
    expect(await counted(app)).toEqual({ projects: 0, documents: 0, statements: 0 });
  });

  it('twice at once loads the demo once, and once more not again', async () => {
    const [one, other] = await Promise.all([start(true), start(true)]);
    const loaded = { projects: 1, documents: 5, statements: 53 };
    expect(await counted(one)).toEqual(loaded);
    expect(await counted(other)).toEqual(loaded);
    expect(await counted(await start(true))).toEqual(loaded);
  });

  it('leaves alone a database that holds a project, whichever', async () => {
    const [app] = apps as [App];
    await app.db.execute(`update project set slug = 'of-ours', name = 'Of ours'`);
    const before = await counted(app);
    expect(await counted(await start(true))).toEqual(before);
  });
});
