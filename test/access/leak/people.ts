import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import { newId } from '../../../src/db/columns.ts';
import { asking, type Ask, bodyOf, tokenOf } from './ask.ts';
import type { Copy } from './copies.ts';

/** Writes as one account: runs a mutation and gives the id of what it made or changed. */
export type Write = (mutation: string, input: object) => Promise<string>;

/** An account with a token that writes in all its projects. */
export async function addAccount(sql: postgres.Sql, name: string): Promise<string> {
  const id = newId();
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
  await sql`insert into account (id, name, email, email_verified) values (${id}, ${name}, ${email}, true)`;
  const hash = createHash('sha256').update(tokenOf(name)).digest();
  await sql`insert into access_token (id, account_id, name, token_hash, may_write, all_projects)
    values (${newId()}, ${id}, ${`Token of ${name}`}, ${hash}, true, true)`;
  return id;
}

export async function addMember(
  sql: postgres.Sql,
  project: string,
  account: string,
  role: string,
): Promise<void> {
  await sql`insert into membership (project_id, account_id, role, created_by)
    select id, ${account}, ${role}, created_by from project where slug = ${project}
    on conflict (project_id, account_id) do update set role = excluded.role`;
}

function askingAs(copy: Copy, name: string): Ask {
  return asking(copy.url, tokenOf(name));
}

/** @throws where a mutation gives anything but what was to be written */
export function writingAs(copy: Copy, name: string): Write {
  const ask = askingAs(copy, name);
  return async (mutation, input) => {
    const type = mutation.startsWith('remove')
      ? 'RemoveInput'
      : `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const gives =
      mutation === 'recordStatements'
        ? '... on RecordStatementsPayload { statements { id } }'
        : `... on ${mutation.startsWith('remove') ? 'Removed' : 'Node'} { id }`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${gives} ... on Error { message } } }`;
    const body = bodyOf(await ask({ query, variables: { input } }));
    const made = body.data?.[mutation];
    const id = made?.id ?? made?.statements?.[0]?.id;
    if (id === undefined)
      throw new Error(`${name}, ${mutation} ${JSON.stringify(input)}: ${JSON.stringify(body)}`);
    return id as string;
  };
}
