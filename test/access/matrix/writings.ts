import { sql } from 'drizzle-orm';
import { newId } from '../../../src/db/columns.ts';
import { createToken } from '../../../src/features/access-token/access-token.command.ts';
import { viewerOfAccount } from '../../../src/features/account/authenticate.query.ts';
import { encodeGlobalId } from '../../../src/protocol/global-id.ts';
import type { Role } from '../../../src/protocol/role.ts';
import { inviteTo, makePerson } from '../../kit/accounts.ts';
import { member } from '../../kit/members.ts';
import type { Service } from '../../kit/service.ts';
import { call } from '../../kit/study.ts';

/** A mutation in one situation: who may, written down apart from the guards, and an input that only the right can hinder. */
export type Writing = {
  mutation: string;
  /** What is special about the situation, where a mutation stands in several. */
  when?: string;
  /** The role that it takes; ACCOUNT: any that is signed in; PERSON: any that is signed in otherwise than by a token. */
  takes: Role | 'ACCOUNT' | 'PERSON';
  /** Whether an access token may not, whatever its account is. */
  personal?: boolean;
  /** Makes what the input names, as an owner of the project or as the one who will write, and gives the input. */
  input(owner: Make, writer: Make): Promise<object>;
};

/** Makes things in the project `study`. */
export type Make = ReturnType<typeof maker>;

let made = 0;
const next = () => `made-${++made}`;

export function maker(service: Service) {
  const make = async (name: string, input: object) => {
    const result = await call(service, name, { project: 'study', ...input });
    if (result['message']) throw new Error(`${name}: ${result['message']}`);
    return result;
  };
  const annotate = (body: object, layer?: string) =>
    make('annotate', { document: 'speech', layer, ranges: [{ start: 0, end: 6 }], body });
  const document = async () => {
    const slug = next();
    return { ...(await make('createDocument', { slug, title: slug, text: 'Words that are said.' })), slug };
  };
  return {
    service,
    document,
    actor: () => make('createActor', { slug: next(), name: 'Somebody', kind: 'PERSON' }),
    issue: () => make('createIssue', { slug: next(), label: 'Something' }),
    event: () => make('recordEvent', { slug: next(), title: 'Something', status: 'PLANNED' }),
    variable: () => make('createVariable', { slug: next(), label: 'Something', type: 'TEXT' }),
    affiliation: async () => {
      const actor = await make('createActor', { slug: next(), name: 'Somebody', kind: 'PERSON' });
      return make('addAffiliation', { actor: actor.id, of: 'ruritania', kind: 'MEMBER_OF' });
    },
    statement: async (layer?: string) =>
      (await annotate({ statement: { speaker: 'rudolf' } }, layer))['body'] as { id: string },
    comment: (layer?: string) => annotate({ comment: { text: 'A remark.' } }, layer),
    relation: async () => {
      const [one, two] = [
        (await annotate({ statement: { speaker: 'rudolf' } }))['body'],
        (await annotate({ statement: { speaker: 'flavia' } }))['body'],
      ];
      return call(service, 'relateStatements', { consequent: one.id, operator: 'IF', antecedents: [two.id] });
    },
    layer: async (kind: 'PERSONAL' | 'ADJUDICATED') =>
      make('openLayer', { document: (await document()).slug, kind }),
    /** The secret of an invitation to somebody else's project. */
    secret: async () => inviteTo(await makePerson(service, next())),
    member: async () => {
      const { accountId } = await member(service, 'study', 'VIEWER', next());
      return encodeGlobalId('Account', 0, accountId);
    },
    /** A project in which each viewer has the role that he has in `study`. */
    shared: async () => {
      const slug = next();
      const { id: made } = await call(service, 'createProject', { slug, name: slug });
      await service.app.db.execute(sql`
        insert into membership (project_id, account_id, role, created_by)
        select (select id from project where slug = ${slug}), account_id, role, m.created_by
        from membership m join project p on p.id = m.project_id and p.slug = 'study'
        where m.ended_at is null on conflict do nothing`);
      return { id: made };
    },
    /** A token of the one who will write; nobody’s where he has no account. */
    token: async () => {
      const { accountId } = service as Service & { accountId?: string };
      if (!accountId) return encodeGlobalId('AccessToken', 0, newId());
      const viewer = await viewerOfAccount(service.app.db, accountId, 'SESSION');
      const { id: made } = await createToken(service.app.db, viewer, { name: next() });
      return encodeGlobalId('AccessToken', 0, made);
    },
  };
}

const id = ({ id }: { id: string }) => ({ id, expectedVersion: 1 });
const study = { project: 'study' };
const ranges = [{ start: 0, end: 6 }];

export const writings: Writing[] = [
  { mutation: 'createProject', takes: 'ACCOUNT', input: async () => ({ name: 'Another study' }) },
  {
    mutation: 'createActor',
    takes: 'CODER',
    input: async () => ({ ...study, name: 'Black Michael', kind: 'PERSON' }),
  },
  {
    mutation: 'changeActor',
    takes: 'CODER',
    input: async (owner) => ({ ...id(await owner.actor()), name: 'Other' }),
  },
  { mutation: 'removeActor', takes: 'EDITOR', input: async (owner) => id(await owner.actor()) },
  {
    mutation: 'addAffiliation',
    takes: 'CODER',
    input: async (owner) => ({ ...study, actor: (await owner.actor()).id, of: 'ruritania', kind: 'PART_OF' }),
  },
  {
    mutation: 'changeAffiliation',
    takes: 'CODER',
    input: async (owner) => ({ ...id(await owner.affiliation()), role: 'Guard' }),
  },
  { mutation: 'removeAffiliation', takes: 'CODER', input: async (owner) => id(await owner.affiliation()) },
  { mutation: 'createIssue', takes: 'CODER', input: async () => ({ ...study, label: 'Another issue' }) },
  {
    mutation: 'changeIssue',
    takes: 'EDITOR',
    input: async (owner) => ({ ...id(await owner.issue()), label: 'Other' }),
  },
  { mutation: 'removeIssue', takes: 'EDITOR', input: async (owner) => id(await owner.issue()) },
  {
    mutation: 'mergeIssue',
    takes: 'EDITOR',
    input: async (owner) => ({ ...id(await owner.issue()), into: 'marriage' }),
  },
  {
    mutation: 'createVariable',
    takes: 'EDITOR',
    input: async () => ({ ...study, label: 'Tone', type: 'TEXT' }),
  },
  {
    mutation: 'changeVariable',
    takes: 'EDITOR',
    input: async (owner) => ({ ...id(await owner.variable()), label: 'Other' }),
  },
  { mutation: 'removeVariable', takes: 'EDITOR', input: async (owner) => id(await owner.variable()) },
  {
    mutation: 'createDocument',
    takes: 'EDITOR',
    input: async () => ({ ...study, title: 'Another', text: 'Words.' }),
  },
  {
    mutation: 'changeDocument',
    takes: 'EDITOR',
    input: async (owner) => ({ ...id(await owner.document()), title: 'Other' }),
  },
  { mutation: 'removeDocument', takes: 'EDITOR', input: async (owner) => id(await owner.document()) },
  {
    mutation: 'recordEvent',
    takes: 'CODER',
    input: async () => ({ ...study, title: 'A wedding', status: 'PLANNED' }),
  },
  {
    mutation: 'changeEvent',
    takes: 'CODER',
    input: async (owner) => ({ ...id(await owner.event()), title: 'Other' }),
  },
  { mutation: 'removeEvent', takes: 'EDITOR', input: async (owner) => id(await owner.event()) },
  {
    mutation: 'openLayer',
    when: 'one’s own',
    takes: 'CODER',
    input: async (owner) => ({
      ...study,
      document: (await owner.document()).slug,
      kind: 'PERSONAL',
      blind: true,
    }),
  },
  {
    mutation: 'openLayer',
    when: 'the adjudicated one',
    takes: 'EDITOR',
    input: async (owner) => ({ ...study, document: (await owner.document()).slug, kind: 'ADJUDICATED' }),
  },
  {
    mutation: 'changeLayer',
    when: 'another’s open one',
    takes: 'EDITOR',
    input: async (owner) => ({ ...id(await owner.layer('PERSONAL')), state: 'DONE' }),
  },
  {
    mutation: 'changeLayer',
    when: 'the adjudicated one',
    takes: 'EDITOR',
    input: async (owner) => ({ ...id(await owner.layer('ADJUDICATED')), state: 'DONE' }),
  },
  {
    mutation: 'removeLayer',
    when: 'another’s',
    takes: 'EDITOR',
    input: async (owner) => id(await owner.layer('PERSONAL')),
  },
  {
    mutation: 'annotate',
    when: 'on the shared layer',
    takes: 'CODER',
    input: async () => ({ ...study, document: 'speech', ranges, body: { comment: { text: 'A remark.' } } }),
  },
  {
    mutation: 'annotate',
    when: 'on the adjudicated layer',
    takes: 'EDITOR',
    input: async (owner) => {
      const document = (await owner.document()).slug;
      const { id: layer } = await call(owner.service, 'openLayer', {
        ...study,
        document,
        kind: 'ADJUDICATED',
      });
      return { ...study, document, layer, ranges, body: { comment: { text: 'A remark.' } } };
    },
  },
  {
    mutation: 'annotate',
    when: 'on the open layer of another',
    takes: 'EDITOR',
    input: async (owner) => {
      const document = (await owner.document()).slug;
      const { id: layer } = await call(owner.service, 'openLayer', { ...study, document, kind: 'PERSONAL' });
      return { ...study, document, layer, ranges, body: { statement: { speaker: 'rudolf' } } };
    },
  },
  {
    mutation: 'changeAnnotation',
    takes: 'CODER',
    input: async (owner) => ({ ...id(await owner.comment()), comment: 'Other.' }),
  },
  { mutation: 'removeAnnotation', takes: 'CODER', input: async (owner) => id(await owner.comment()) },
  {
    mutation: 'recordStatements',
    takes: 'CODER',
    input: async () => ({ ...study, document: 'speech', statements: [{ statement: { speaker: 'flavia' } }] }),
  },
  {
    mutation: 'changeStatement',
    takes: 'CODER',
    input: async (owner) => ({ ...id(await owner.statement()), speaker: 'flavia' }),
  },
  { mutation: 'removeStatement', takes: 'CODER', input: async (owner) => id(await owner.statement()) },
  {
    mutation: 'relateStatements',
    takes: 'CODER',
    input: async (owner) => ({
      consequent: (await owner.statement()).id,
      operator: 'IF',
      antecedents: [(await owner.statement()).id],
    }),
  },
  {
    mutation: 'changeRelation',
    takes: 'CODER',
    input: async (owner) => ({ ...id(await owner.relation()), operator: 'UNLESS' }),
  },
  { mutation: 'removeRelation', takes: 'CODER', input: async (owner) => id(await owner.relation()) },
  {
    mutation: 'changeProject',
    takes: 'OWNER',
    input: async (owner) => {
      const { data } = await owner.service.ask('{ project(slug: "study") { id version name } }');
      const { id, version, name } = data.project;
      return { id, expectedVersion: version, name: `${name}.` };
    },
  },
  {
    mutation: 'removeProject',
    when: 'another’s',
    takes: 'OWNER',
    input: async (owner) => id(await owner.shared()),
  },
  {
    mutation: 'inviteMember',
    takes: 'OWNER',
    personal: true,
    input: async () => ({ ...study, role: 'VIEWER' }),
  },
  {
    mutation: 'revokeInvitation',
    takes: 'OWNER',
    personal: true,
    input: async (owner) => {
      const invite =
        'mutation { inviteMember(input: { project: "study", role: VIEWER }) { ... on InviteMemberPayload { invitation { id } } } }';
      return { id: (await owner.service.ask(invite)).data.inviteMember.invitation.id };
    },
  },
  {
    mutation: 'acceptInvitation',
    takes: 'PERSON',
    input: async (owner) => ({ token: await owner.secret() }),
  },
  {
    mutation: 'changeRole',
    takes: 'OWNER',
    personal: true,
    input: async (owner) => ({ ...study, account: await owner.member(), role: 'CODER' }),
  },
  {
    mutation: 'removeMember',
    when: 'another',
    takes: 'OWNER',
    personal: true,
    input: async (owner) => ({ ...study, account: await owner.member() }),
  },
  { mutation: 'createToken', takes: 'PERSON', input: async () => ({ name: 'A program' }) },
  {
    mutation: 'revokeToken',
    takes: 'PERSON',
    input: async (_, writer) => ({ id: await writer.token() }),
  },
];
