import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';

/** A database of its own, at `url`; `drop` ends its connections and removes it. */
export type FreshDatabase = { url: string; drop(): Promise<void> };

/** An empty, migrated database, or a copy of one to which nobody is connected. */
export async function freshDatabase(of?: FreshDatabase): Promise<FreshDatabase> {
  const { serverUrl, template } = inject('testDatabase');
  const name = `demarche_test_${randomUUID().replaceAll('-', '')}`;
  const from = of ? new URL(of.url).pathname.slice(1) : template;
  await asAdmin(serverUrl, `create database ${name} template ${from}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function asAdmin(serverUrl: string, statement: string): Promise<void> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
