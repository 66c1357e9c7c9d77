import type { changeKind, subjectType } from '../../feed/change.table.ts';
import type { Entry } from '../../feed/log.ts';
import { builder } from '../../graphql/builder.ts';
import { createLoader } from '../../graphql/loader.ts';
import { loadNode } from '../../graphql/node.ts';
import { stub } from '../../graphql/stub.ts';
import { encodeGlobalId, type NodeType } from '../../protocol/global-id.ts';
import { Account } from '../account/account.graphql.ts';
import { readStates } from './change.query.ts';
import { toldState } from './state.rule.ts';

type Kind = (typeof changeKind.enumValues)[number];
type SubjectTypeName = (typeof subjectType.enumValues)[number];

/** The type in the schema of each kind of subject. */
const NODE_TYPES = {
  PROJECT: 'Project',
  VARIABLE: 'Variable',
  ACTOR: 'Actor',
  AFFILIATION: 'Affiliation',
  ISSUE: 'Issue',
  DOCUMENT: 'Document',
  LAYER: 'Layer',
  STATEMENT: 'Statement',
  STATEMENT_RELATION: 'StatementRelation',
  EVENT: 'Event',
  ANNOTATION: 'Annotation',
} as const satisfies Record<SubjectTypeName, NodeType>;

export const ChangeKind = builder.enumType('ChangeKind', {
  description: 'What became of a subject.',
  values: {
    ADDED: { description: 'It was created.' },
    CHANGED: { description: 'It was changed.' },
    REMOVED: { description: 'It was removed.' },
  } satisfies Record<Kind, object>,
});

export const SubjectType = builder.enumType('SubjectType', {
  description: 'What a change is about.',
  values: {
    PROJECT: { description: 'The project itself.' },
    VARIABLE: { description: 'A variable of the project’s own.' },
    ACTOR: { description: 'An actor, with its names and external ids.' },
    AFFILIATION: { description: 'One actor inside another.' },
    ISSUE: { description: 'An issue.' },
    DOCUMENT: { description: 'A document, with its versions.' },
    LAYER: { description: 'A layer of a document.' },
    STATEMENT: { description: 'A statement, with its addressees and values.' },
    STATEMENT_RELATION: { description: 'A relation between statements.' },
    EVENT: { description: 'An event, with its participants.' },
    ANNOTATION: { description: 'An annotation, with its ranges.' },
  } satisfies Record<SubjectTypeName, object>,
});

const stateOf = createLoader<Entry, Record<string, unknown> | null, null>(
  ({ db }, entries) => readStates(db, entries),
  ({ projectId, seq }) => `${projectId} ${seq}`,
);

/** An entry of a project's log. */
export const Change = builder.objectRef<Entry>('Change').implement({
  description: 'An entry of a project’s log: what became of one subject. It is never altered.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Its place in the log: subscribe `after` it to go on from there. Opaque.',
      resolve: ({ projectId, seq }, _, { cursors }) => cursors.seal(projectId, seq),
    }),
    kind: t.expose('kind', { type: ChangeKind, description: 'What became of the subject.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was written.' }),
    by: t.field({
      type: Account,
      description: 'Who wrote it.',
      resolve: ({ projectId, by }) => stub('Account', projectId, by),
    }),
    subjectType: t.expose('subjectType', { type: SubjectType, description: 'What it is about.' }),
    subjectId: t.id({
      description: 'The subject’s global id, also after its removal.',
      resolve: ({ subjectType, projectId, subjectId }) =>
        encodeGlobalId(NODE_TYPES[subjectType], projectId, subjectId),
    }),
    subject: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'The subject as it stands now, which may be later than this change; null once removed.',
      resolve: ({ subjectType, projectId, subjectId }, _, context, info) =>
        loadNode(NODE_TYPES[subjectType], projectId, subjectId, context, info),
    }),
    version: t.exposeInt('version', {
      description: 'The subject’s version after the change; of a removal, one more than its last.',
    }),
    state: t.field({
      type: 'JSON',
      description:
        'The subject as this change left it, with its parts; of a removal, as it last was. Others are named by their global ids.',
      resolve: async (entry, _, context) => toldState(entry.projectId, await stateOf(context, entry, null)),
    }),
  }),
});
