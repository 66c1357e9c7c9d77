import type { Role } from '../../../src/protocol/role.ts';
import type { Service } from '../../kit/service.ts';
import { call } from '../../kit/study.ts';

/** A mutation in one situation: who may, written down apart from the guards, and an input that only the right can hinder. */
export type Writing = {
  mutation: string;
  /** What is special about the situation, where a mutation stands in several. */
  when?: string;
  /** The role that it takes; ACCOUNT: any that is signed in; PERSON: any that is signed in otherwise than by a token. */
  takes: Role | 'ACCOUNT' | 'PERSON';
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
    project: () => call(service, 'createProject', { name: next() }),
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
];
