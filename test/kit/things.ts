import { newId } from '../../src/db/columns.ts';
import { decodeGlobalId } from '../../src/protocol/global-id.ts';
import { enrol, inviteTo, makePerson } from './accounts.ts';
import type { Result } from './mutate.ts';
import type { Service } from './service.ts';
import { call, seedStudy } from './study.ts';

/** Global ids by type; `antecedent` is a second statement, `mergedIssue` an issue to be merged away. */
export type Ids = Record<string, string>;

/** Makes the projects `study`, `other` and `spare`, and in `ids` what inputs may name, what may be changed, and what is another's. */
export async function seedThings(
  service: Service,
  ids: { named: Ids; spare: Ids; foreign: Ids },
): Promise<void> {
  for (const slug of ['study', 'other']) await seedStudy(service, slug);
  await call(service, 'createProject', { slug: 'spare', name: 'Spare' });
  for (const [project, into] of [
    ['other', ids.foreign],
    ['study', ids.spare],
    ['study', ids.named],
  ] as const) {
    Object.assign(into, await seedSubjects(service, project, into === ids.spare));
  }
  const { data } = await service.ask(
    `{ study: project(slug: "study") { id } spare: project(slug: "spare") { id } }`,
  );
  ids.named['Project'] = data.study.id;
  Object.assign(ids.named, await seedAccess(service, ids.named['Project'] as string));
  Object.assign(ids.spare, await seedRevocable(service));
  ids.spare['Project'] = data.spare.id;
}

/** A second member of the study, and the secret of an invitation to a project of his. */
async function seedAccess(service: Service, study: string): Promise<Ids> {
  const projectId = decodeGlobalId(study)?.projectId ?? 0;
  const member = await makePerson(service, 'Member');
  await enrol(service, projectId, member, 'CODER');
  return { Account: member.id, secret: await inviteTo(member) };
}

/** An access token and an invitation that can be revoked. */
async function seedRevocable(service: Service): Promise<Ids> {
  const made = await service.ask(
    'mutation { createToken(input: { name: "Spare" }) { ... on CreateTokenPayload { token { id } } } }',
  );
  return {
    Token: made.data.createToken.token.id,
    Invitation: (await invite(service)).data.inviteMember.invitation.id,
  };
}

const invite = (service: Service) =>
  service.ask(
    'mutation { inviteMember(input: { project: "study", role: CODER }) { ... on InviteMemberPayload { link invitation { id } } } }',
  );

/** One thing of each type in a project; spare ones are named by nothing else. */
async function seedSubjects(service: Service, project: string, spare: boolean): Promise<Ids> {
  const make = async (name: string, input: object) => {
    const made = await call(service, name, { project, ...input });
    if (made['message']) throw new Error(`${name}: ${made['message']}`);
    return made;
  };
  const tag = `t-${newId()}`;
  const thing = { name: 'Thing', label: 'Thing', title: 'Thing', slug: tag };
  const pick = (fields: (keyof typeof thing)[]) =>
    Object.fromEntries(fields.map((field) => [field, thing[field]]));
  const ranges = [{ start: 0, end: 6 }];
  const annotate = (body: object) => make('annotate', { document: 'speech', ranges, body });
  const statement = () => annotate({ statement: { speaker: 'rudolf', issue: 'marriage', stance: 0 } });
  const [one, two, three] = [await statement(), await statement(), await statement()];
  const { data } = await service.ask(
    `{ project(slug: "${project}") { document(slug: "speech") { id layers { edges { node { id } } } } } }`,
  );
  const { id: speech, layers } = data.project.document;
  const variable = await make('createVariable', { ...pick(['slug', 'label']), type: 'TEXT' });
  const made: Record<string, Result | { id: string }> = {
    Variable: variable,
    Actor: await make('createActor', { ...pick(['slug', 'name']), kind: 'PERSON' }),
    Affiliation: await make('addAffiliation', { actor: 'sapt', of: 'ruritania', kind: 'MEMBER_OF' }),
    Issue: await make('createIssue', pick(['slug', 'label'])),
    mergedIssue: await make('createIssue', { label: 'Merged', slug: `m-${tag}` }),
    Document: spare
      ? await make('createDocument', { ...pick(['slug', 'title']), text: 'Words.' })
      : { id: speech },
    Layer: spare ? await make('openLayer', { document: 'speech', kind: 'PERSONAL' }) : layers.edges[0].node,
    Statement: one.body,
    antecedent: two.body,
    Event: await make('recordEvent', { ...pick(['slug', 'title']), status: 'PLANNED' }),
    Annotation: await annotate({ comment: { text: 'A remark.' } }),
    StatementRelation: await call(service, 'relateStatements', {
      consequent: three.body.id,
      operator: 'IF',
      antecedents: [two.body.id],
    }),
  };
  return Object.fromEntries(Object.entries(made).map(([type, thing]) => [type, thing['id']]));
}
