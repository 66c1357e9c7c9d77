import { sql } from 'drizzle-orm';
import type { Role } from '../../src/protocol/role.ts';
import { makePerson, type Person } from './accounts.ts';
import type { Answer, Service } from './service.ts';

/** A service that asks as somebody. */
export type Asker = Service & { accountId: string; token: string };

/** The service as a person asks it. */
function as(service: Service, { ask, accountId, token }: Pick<Person, 'ask' | 'accountId' | 'token'>): Asker {
  return { ...service, ask, accountId, token };
}

/** Makes somebody a member, or gives a member another role; null ends the membership. */
export async function setRole(
  service: Service,
  slug: string,
  { accountId }: { accountId: string },
  role: Role | null,
): Promise<void> {
  await service.app.db.execute(sql`
    insert into membership (project_id, account_id, role, created_by, ended_at)
    select id, ${accountId}, ${role ?? 'VIEWER'}, created_by, case when ${role === null} then now() end
    from project where slug = ${slug}
    on conflict (project_id, account_id) do update set role = excluded.role, ended_at = excluded.ended_at`);
}

/** Somebody new who has a role in a project, or none. Names must differ within a database. */
export async function member(
  service: Service,
  slug: string,
  role: Role | null,
  name: string,
): Promise<Asker> {
  const made = as(service, await makePerson(service, name));
  if (role !== null) await setRole(service, slug, made, role);
  return made;
}

/** The service as asked with certain headers. */
export function asking(
  service: Service,
  headers: Record<string, string>,
): Service & { headers: Record<string, string> } {
  return {
    ...service,
    headers,
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

/** The service as a stranger asks it, through a proxy: the local owner is not meant. */
export function anonymous(service: Service): ReturnType<typeof asking> {
  return asking(service, { 'x-forwarded-for': '192.0.2.1' });
}
