import { newId } from '../../src/db/columns.ts';
import { createToken } from '../../src/features/access-token/access-token.command.ts';
import { account } from '../../src/features/account/account.table.ts';
import { viewerOfAccount } from '../../src/features/account/authenticate.query.ts';
import type { Role } from '../../src/protocol/role.ts';
import { membership } from '../../src/features/membership/membership.table.ts';
import { encodeGlobalId } from '../../src/protocol/global-id.ts';
import type { Result } from './mutate.ts';
import type { Answer, Service } from './service.ts';

/** Somebody with an account, who has signed in, and has an access token besides. */
export type Person = {
  accountId: string;
  /** Global id. */
  id: string;
  email: string;
  token: string;
  /** What is sent with each request. */
  headers: Record<string, string>;
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Runs a mutation of one input; `fields` are those of its success. */
  mutate(name: string, input: object, fields?: string): Promise<Result>;
};

/** Makes an account directly in the database, signs it in by a link, and makes a token that may do what the account may. */
export async function makePerson(service: Service, name: string): Promise<Person> {
  const { db } = service.app;
  const accountId = newId();
  const email = `${name.toLowerCase()}@ruritania.example`;
  await db.insert(account).values({ id: accountId, name, email });
  const viewer = await viewerOfAccount(db, accountId, 'SESSION');
  const { text } = await createToken(db, viewer, { name: `${name}’s own`, write: true });
  const cookie = await signIn(service, accountId);
  return {
    ...{ accountId, email, id: encodeGlobalId('Account', 0, accountId) },
    ...asking(service, { cookie, origin: service.app.url }),
    token: text,
  };
}

async function signIn(service: Service, accountId: string): Promise<string> {
  const link = new URL(await service.app.auth.signInLink(accountId));
  const answer = await fetch(`${service.app.url}/auth/sign-in/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: service.app.url },
    body: JSON.stringify({ token: link.searchParams.get('token') }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** How a program asks that has a token. */
export function withToken(service: Service, token: string) {
  return { token, ...asking(service, { authorization: `Bearer ${token}` }) };
}

/** How somebody asks who sends certain headers. */
function asking(
  service: Service,
  headers: Record<string, string>,
): Pick<Person, 'headers' | 'ask' | 'mutate'> {
  const ask = async (query: string, variables?: Record<string, unknown>) =>
    (await (await sendWith(service, headers, query, variables)).json()) as Answer;
  return {
    headers,
    ask,
    mutate: async (name, input, fields = '__typename') => {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
      const inputType = name.startsWith('remove') && name !== 'removeMember' ? 'Remove' : type;
      const { data, errors } = await ask(
        `mutation ($input: ${inputType}Input!) { ${name}(input: $input) { __typename
          ... on Error { code message faults { path code message } } ${fields} } }`,
        { input },
      );
      if (errors) throw new Error(JSON.stringify(errors));
      return data[name] as Result;
    },
  };
}

export function send(
  service: Service,
  token: string,
  query: string,
  variables?: Record<string, unknown>,
): Promise<Response> {
  return sendWith(service, { authorization: `Bearer ${token}` }, query, variables);
}

function sendWith(
  service: Service,
  headers: Record<string, string>,
  query: string,
  variables?: Record<string, unknown>,
): Promise<Response> {
  return fetch(service.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
}

/** Makes somebody a member without anybody's asking. */
export async function enrol(
  service: Service,
  projectId: number,
  person: Person,
  role: Role,
  by: Person = person,
): Promise<void> {
  await service.app.db
    .insert(membership)
    .values({ projectId, accountId: person.accountId, role, createdBy: by.accountId });
}

/** Makes a project of somebody's, and gives the secret of an invitation to read it. */
export async function inviteTo({ mutate }: Pick<Person, 'mutate'>): Promise<string> {
  const { id: project } = await mutate('createProject', { name: 'Shared' }, '... on Project { id }');
  const { link } = await mutate(
    'inviteMember',
    { project, role: 'VIEWER' },
    '... on InviteMemberPayload { link }',
  );
  return link.split('/').at(-1);
}
