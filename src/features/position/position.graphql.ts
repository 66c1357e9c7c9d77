import { builder } from '../../graphql/builder.ts';
import { createLoader } from '../../graphql/loader.ts';
import { dayArgument } from '../../graphql/scalars.graphql.ts';
import { stub } from '../../graphql/stub.ts';
import { type ConnectionArgs, type Page, type PageRequest, pageRequest } from '../../protocol/page.ts';
import { Actor } from '../actor/actor.graphql.ts';
import { Issue } from '../issue/issue.graphql.ts';
import { Statement } from '../statement/statement.graphql.ts';
import { StatementConnection } from '../statement/statement-connection.graphql.ts';
import { SCOPES } from './candidate.query.ts';
import { readEvidenceCursor } from './cursor.rule.ts';
import { type EvidenceCursor, evidenceOf, firstEvidence } from './evidence.query.ts';
import { type Position as PositionShape } from './position.query.ts';

const Scope = builder.enumType('PositionScope', {
  description: 'Whose statements make up an actor’s position.',
  values: {
    SELF: { description: 'What it says itself, or others say on its behalf.' },
    MEMBERS: { description: 'SELF, and what its direct members say while they belong to it.' },
    DESCENDANTS: { description: 'MEMBERS, and so on down, while every link on the way holds.' },
  } satisfies Record<(typeof SCOPES)[number], object>,
});

const AttributionFilter = builder.inputType('AttributionFilter', {
  description: 'Which statements count, by who reports them.',
  fields: (t) => ({
    maxIntermediaries: t.int({
      description:
        'At most so many speakers between statement and document; 0 keeps what documents report directly.',
    }),
    accordingTo: t.string({
      description:
        'Only what this actor reports, by slug or id: as one of the speakers in between, or as the author of a document that reports directly.',
    }),
  }),
});

/** The arguments that say which statements make up positions. */
export const positionArgs = builder.args((t) => ({
  asOf: t.field({
    type: 'Date',
    description:
      'Only statements whose latest day is not after this one. Without a day, all, also undated ones.',
  }),
  scope: t.field({
    type: Scope,
    required: true,
    defaultValue: 'DESCENDANTS',
    description: 'Whose statements count.',
  }),
  narrower: t.boolean({
    required: true,
    defaultValue: false,
    description: 'Whether a position also covers the issues below its own.',
  }),
  attribution: t.field({
    type: AttributionFilter,
    description: 'Which statements count, by who reports them.',
  }),
  layers: t.idList({
    description:
      'Ids of the layers to read instead of those that count: of a document the adjudicated one once done, else the shared one.',
  }),
}));

const loadEvidence = createLoader<PositionShape, Page<string>, PageRequest<EvidenceCursor>>(
  async ({ db }, positions, page) => {
    const pages = new Map<PositionShape, Page<string>>();
    // One statement for all positions that share project and filter, which positions of one operation usually do.
    const groups = new Map<string, PositionShape[]>();
    for (const position of positions) {
      const name = JSON.stringify([position.projectId, position.filter]);
      groups.set(name, [...(groups.get(name) ?? []), position]);
    }
    for (const group of groups.values()) {
      const found = await evidenceOf(db, group, page);
      for (const [index, position] of group.entries()) pages.set(position, found[index] as Page<string>);
    }
    return positions.map((position) => pages.get(position) as Page<string>);
  },
  (position) => JSON.stringify([position.projectId, position.actorId, position.issueId, position.filter]),
);

export const Position = builder.objectRef<PositionShape>('Position').implement({
  description:
    'What an actor holds on an issue, derived from statements and never stored. Only asserted statements with a stance on the issue, on the layers that count (or those asked for).',
  fields: (t) => ({
    actor: t.field({
      type: Actor,
      description: 'Who holds it.',
      resolve: ({ projectId, actorId }) => stub('Actor', projectId, actorId),
    }),
    issue: t.field({
      type: Issue,
      description: 'What it is about.',
      resolve: ({ projectId, issueId }) => stub('Issue', projectId, issueId),
    }),
    stance: t.exposeFloat('stance', {
      description:
        'Mean stance, −1 to 1, of the latest statements: those than which none is certainly later.',
    }),
    meanStance: t.exposeFloat('meanStance', { description: 'Mean stance of all its statements, −1 to 1.' }),
    lowestStance: t.exposeFloat('lowestStance', { description: 'The lowest stance among them, −1 to 1.' }),
    highestStance: t.exposeFloat('highestStance', { description: 'The highest stance among them, −1 to 1.' }),
    statementCount: t.exposeInt('statementCount', { description: 'How many statements it is derived from.' }),
    conditional: t.exposeBoolean('conditional', {
      description: 'Whether one of the latest statements is made on a condition.',
    }),
    conditionalCount: t.exposeInt('conditionalCount', {
      description: 'How many of its statements are conditional.',
    }),
    firstHeldOn: t.expose('firstHeldOn', {
      type: 'Date',
      nullable: true,
      description: 'The earliest day of its statements; null where none has a date.',
    }),
    lastHeldOn: t.expose('lastHeldOn', {
      type: 'Date',
      nullable: true,
      description: 'The latest day of its statements; null where none has a date.',
    }),
    evidence: t.connection(
      {
        type: Statement,
        description: 'Exactly the statements that it is derived from, newest first.',
        resolve: async (position, args, context) => {
          const request = pageRequest(args as ConnectionArgs, readEvidenceCursor);
          const page = firstEvidence(position, request) ?? (await loadEvidence(context, position, request));
          const stubs = page.edges.map(({ cursor, node }) => ({
            cursor,
            node: stub('Statement', position.projectId, node),
          }));
          return { ...page, edges: stubs };
        },
      },
      StatementConnection,
    ),
  }),
});

export const PositionConnection = builder.connectionObject(
  {
    type: Position,
    name: 'PositionConnection',
    description: 'A page of positions.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        resolve: (page) => (page as unknown as Page<PositionShape>).totalCount,
      }),
    }),
  },
  { name: 'PositionEdge', description: 'A position in a page.' },
);

/** The day of `asOf`, checked here because every field that takes `positionArgs` needs it. */
export const asOfArgument = (day: string | null | undefined) => dayArgument('asOf', day);
