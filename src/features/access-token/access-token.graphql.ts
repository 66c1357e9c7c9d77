import { builder } from '../../graphql/builder.ts';
import { mutationErrors } from '../../graphql/errors.graphql.ts';
import { refOf } from '../../graphql/ref-of.ts';
import { stub } from '../../graphql/stub.ts';
import { encodeGlobalId } from '../../protocol/global-id.ts';
import { type Page, pageRequest, toPage, uuidOf } from '../../protocol/page.ts';
import { createToken, revokeToken } from './access-token.command.ts';
import { countTokens, readToken, readTokens, type Token } from './access-token.query.ts';

const AccessToken = builder.objectRef<Token>('AccessToken').implement({
  description:
    'What a program signs in with, as `Authorization: Bearer`: it acts for its account, within some projects or all.',
  fields: (t) => ({
    id: t.id({
      description: 'Global id.',
      resolve: ({ id }) => encodeGlobalId('AccessToken', 0, id),
    }),
    name: t.exposeString('name', { description: 'What its account calls it.' }),
    mayWrite: t.exposeBoolean('mayWrite', { description: 'Whether it may write what its account may.' }),
    allProjects: t.exposeBoolean('allProjects', {
      description: 'Whether it reaches all projects of its account, those of later too.',
    }),
    projects: t.field({
      type: [refOf('project')],
      description: 'The projects that it is narrowed to, as far as its account may read them; else none.',
      resolve: ({ projectIds }) => projectIds.map((id) => stub('Project', id, '')),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to the minute; null: never.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it holds; null: until it is revoked.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null: it was not.',
    }),
  }),
});

const AccessTokenConnection = builder.connectionObject(
  {
    type: AccessToken,
    name: 'AccessTokenConnection',
    description: 'A page of access tokens.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        resolve: (page) => (page as unknown as Counted).count(),
      }),
    }),
  },
  { name: 'AccessTokenEdge', description: 'An access token in a page.' },
);

type Counted = Page<Token> & { count: () => Promise<number> };

builder.drizzleObjectField('account', 'tokens', (t) =>
  t.connection(
    {
      type: AccessToken,
      nullable: true,
      description:
        'Your own access tokens, the newest first, also those that hold no longer; null of every other account. A token sees itself alone.',
      select: { columns: { id: true } },
      resolve: async ({ id }, args, { owner, viewer }) => {
        if (id !== viewer.accountId) return null;
        const of = { accountId: id, tokenId: viewer.tokenId };
        const request = pageRequest(args, uuidOf);
        const rows = await readTokens(owner, of, request);
        const entries = rows.map((node) => ({ cursor: node.id, node }));
        return { ...toPage(entries, 0, request), count: () => countTokens(owner, of) } as never;
      },
    },
    AccessTokenConnection,
  ),
);

const CreateTokenInput = builder.inputType('CreateTokenInput', {
  description: 'A new access token.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What to call it, such as the program that uses it.' }),
    projects: t.stringList({
      description:
        'The only projects that it reaches, by slug or id; without: all of yours, those of later too.',
    }),
    write: t.boolean({
      defaultValue: false,
      description: 'Whether it may write what you may, or only read.',
    }),
    expiresInDays: t.int({ description: 'For how many days it holds; without: until it is revoked.' }),
  }),
});

const CreateTokenPayload = builder.objectRef<{ text: string; token: Token }>('CreateTokenPayload').implement({
  description: 'A new access token.',
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'The token itself, to be sent as `Authorization: Bearer`. It is shown this once.',
    }),
    token: t.expose('token', { type: AccessToken, description: 'What is kept of it.' }),
  }),
});

builder.mutationField('createToken', (t) =>
  t.field({
    type: CreateTokenPayload,
    errors: mutationErrors,
    description: 'Creates an access token of your own. Access tokens cannot do that.',
    args: { input: t.arg({ type: CreateTokenInput, required: true, description: 'What to write.' }) },
    resolve: async (_, { input }, { owner, viewer }) => {
      const { id, text } = await createToken(owner, viewer, input);
      return { text, token: (await readToken(owner, id)) as Token };
    },
  }),
);

const RevokeTokenInput = builder.inputType('RevokeTokenInput', {
  description: 'Which access token to revoke.',
  fields: (t) => ({ id: t.string({ required: true, description: 'The token’s global id.' }) }),
});

builder.mutationField('revokeToken', (t) =>
  t.field({
    type: AccessToken,
    errors: mutationErrors,
    description:
      'Revokes an access token of your own: it is refused from now on. Access tokens cannot do that.',
    args: { input: t.arg({ type: RevokeTokenInput, required: true, description: 'What to write.' }) },
    resolve: async (_, { input }, { owner, viewer }) => {
      const { id } = await revokeToken(owner, viewer, input);
      return (await readToken(owner, id)) as Token;
    },
  }),
);
