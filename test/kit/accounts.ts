import { createHash, randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { newId } from '../../src/db/columns.ts';
import type { Role } from '../../src/protocol/role.ts';
import type { Answer, Service } from './service.ts';

/** Whoever asks a service: everybody who has an `ask`. */
export type Asker = Pick<Service, 'ask'>;

export type Person = Service & { accountId: string; token: string };

type TokenOptions = {
  write?: boolean;
  projects?: number[] | null;
  expiresAt?: Date | null;
  revokedAt?: Date | null;
};

/** Makes an account with a token that may write in all its projects, and a service that asks with it. */
export async function person(service: Service, name: string): Promise<Person> {
  const accountId = newId();
  await run(
    service,
    (sql) => sql`
    insert into account (id, name, email) values (${accountId}, ${name}, ${`${accountId}@example.org`})`,
  );
  return withToken(service, accountId);
}

/** Makes an account a member, or gives a member another role; null ends the membership. */
export async function setRole(
  service: Service,
  slug: string,
  { accountId }: { accountId: string },
  role: Role | null,
): Promise<void> {
  await run(
    service,
    (sql) => sql`
    insert into membership (project_id, account_id, role, created_by, ended_at)
    select id, ${accountId}, ${role ?? 'VIEWER'}, created_by, ${role === null ? new Date() : null} from project where slug = ${slug}
    on conflict (project_id, account_id) do update set role = excluded.role, ended_at = excluded.ended_at`,
  );
}

/** A person who has a role in a project. */
export async function member(
  service: Service,
  slug: string,
  role: Role,
  name: string = role,
): Promise<Person> {
  const made = await person(service, name);
  await setRole(service, slug, made, role);
  return made;
}

/** A service that asks with a new token of an account. */
export async function withToken(
  service: Service,
  accountId: string,
  { write = true, projects = null, expiresAt = null, revokedAt = null }: TokenOptions = {},
): Promise<Person> {
  const token = `dem_${randomBytes(32).toString('base64url')}`;
  const id = newId();
  await run(service, async (sql) => {
    await sql`
      insert into access_token (id, account_id, name, token_hash, may_write, all_projects, expires_at, revoked_at)
      values (${id}, ${accountId}, 'test', ${createHash('sha256').update(token).digest()}, ${write}, ${projects === null},
        ${expiresAt}, ${revokedAt})`;
    for (const projectId of projects ?? [])
      await sql`insert into access_token_project (token_id, project_id) values (${id}, ${projectId})`;
  });
  return { ...asking(service, { authorization: `Bearer ${token}` }), accountId, token };
}

/** The service as asked with certain headers. */
export function asking(service: Service, headers: Record<string, string>): Service {
  return {
    ...service,
    ask: async (query, variables) => {
      const response = await fetch(service.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
  };
}

/** The service as a stranger asks it, from elsewhere: the local owner is not meant. */
export function anonymous(service: Service): Service {
  return asking(service, { 'x-forwarded-for': '192.0.2.1' });
}

async function run(service: Service, work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(service.database.url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
