import { afterAll, beforeAll } from 'vitest';
import { type App, type AppOptions, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

/** A GraphQL answer, as a client sees it. */
export type Answer = {
  data?: any;
  errors?: { message: string; path?: string[]; extensions?: Record<string, unknown> }[];
};

export type Service = {
  url: string;
  app: App;
  database: FreshDatabase;
  /** Who is told every statement of SQL that requests send. */
  hearing: Set<(statement: string) => void>;
  /** Sends an operation over HTTP. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
};

type ServiceOptions = Partial<Omit<AppOptions, 'config' | 'log'>> & {
  /** Variables of the environment besides those that the tests need. */
  env?: Record<string, string>;
};

/** Starts the whole service on a fresh database for a suite, and stops it after. Read its fields inside tests only. */
export function useService({ env = {}, ...options }: ServiceOptions = {}): Service {
  const service = { hearing: new Set() } as Partial<Service> as Service;
  const sqlLog = { logQuery: (statement: string) => service.hearing.forEach((hear) => hear(statement)) };
  beforeAll(async () => {
    service.database = await freshDatabase();
    const config = readConfig({
      ...{ PORT: '0', DATABASE_URL: service.database.url, LOG_LEVEL: 'error' },
      ...env,
    });
    service.app = await startApp({
      demo: false,
      localOwner: true,
      attempts: 1_000,
      sqlLog,
      ...options,
      config,
      log: createLog(config),
    });
    service.url = `${service.app.url}/graphql`;
    service.ask = async (query, variables) => {
      const response = await fetch(service.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const { extensions: _, ...answer } = (await response.json()) as Answer & { extensions?: object };
      return answer;
    };
  }, 120_000);
  afterAll(async () => {
    await service.app?.close();
    await service.database?.drop();
  });
  return service;
}
