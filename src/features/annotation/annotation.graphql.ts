import { brandWithType } from '@pothos/core';
import { builder } from '../../graphql/builder.ts';
import { refOf } from '../../graphql/ref-of.ts';
import type { annotation, annotationPart, motivation } from './annotation.table.ts';

export const Motivation = builder.enumType('Motivation', {
  description: 'Why the mark was made, after the W3C Web Annotation vocabulary.',
  values: {
    ASSESSING: { description: 'To judge it.' },
    BOOKMARKING: { description: 'To find it again.' },
    CLASSIFYING: { description: 'To record it as a statement or an event.' },
    COMMENTING: { description: 'To say something about it.' },
    DESCRIBING: { description: 'To describe it.' },
    EDITING: { description: 'To ask for a change of it.' },
    HIGHLIGHTING: { description: 'To make it stand out.' },
    IDENTIFYING: { description: 'To tell who or what is meant.' },
    LINKING: { description: 'To connect it.' },
    MODERATING: { description: 'To set a value or quality on it.' },
    QUESTIONING: { description: 'To ask about it.' },
    REPLYING: { description: 'To answer.' },
    TAGGING: { description: 'To tag it.' },
  } satisfies Record<(typeof motivation.enumValues)[number], object>,
});

export const AnnotationPart = builder.enumType('AnnotationPart', {
  description: 'Which part of its body’s expression a mark covers.',
  values: {
    WHOLE: { description: 'All of it.' },
    SOURCE: { description: 'Who speaks.' },
    CUE: { description: 'The word of saying, holding or wanting.' },
    CONTENT: { description: 'What is said.' },
  } satisfies Record<(typeof annotationPart.enumValues)[number], object>,
});

const Comment = builder.objectRef<{ text: string }>('Comment').implement({
  description: 'A remark on the marked text.',
  fields: (t) => ({ text: t.exposeString('text', { description: 'The remark.' }) }),
});

const BODIES = {
  Statement: refOf('statement'),
  Event: refOf('event'),
  Actor: refOf('actor'),
  Issue: refOf('issue'),
};

const AnnotationBody = builder.unionType('AnnotationBody', {
  description:
    'What an annotation says of the marked text: a statement or an event that is recorded there, an actor who is mentioned, an issue as a tag, or a comment.',
  types: [...Object.values(BODIES), Comment],
});

const AnnotationRange = builder.drizzleObject('annotationRange', {
  name: 'AnnotationRange',
  description: 'One stretch of a document version.',
  fields: (t) => ({
    start: t.exposeInt('start', { description: 'Its first character: Unicode code points, counted from 0.' }),
    end: t.exposeInt('end', { description: 'The character after its last: code points, counted from 0.' }),
    exact: t.exposeString('exact', { description: 'The marked text.' }),
    prefix: t.exposeString('prefix', { description: 'Up to 32 code points before it.' }),
    suffix: t.exposeString('suffix', { description: 'Up to 32 code points after it.' }),
    documentVersion: t.relation('documentVersion', { description: 'The text that the offsets count in.' }),
  }),
});

export const Annotation = builder.drizzleNode('annotation', {
  name: 'Annotation',
  description: 'A mark in a document: one body, one or more ranges.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    document: t.relation('document', { description: 'The document it marks.' }),
    layer: t.relation('layer', { description: 'The layer of the document it lies on.' }),
    motivation: t.expose('motivation', { type: Motivation, description: 'Why the mark was made.' }),
    part: t.expose('part', {
      type: AnnotationPart,
      description: 'Which part of its body’s expression it covers.',
    }),
    ranges: t.relation('ranges', {
      type: AnnotationRange,
      description: 'The stretches it covers, in the order given.',
      query: { orderBy: { ordinal: 'asc' } },
    }),
    body: t.field({
      type: AnnotationBody,
      description: 'What it says of them.',
      // Each kind of body is walked as its own type, so all of them come with the annotation in one statement.
      select: (_args, _context, nested) => ({
        columns: { statementId: true, eventId: true, actorId: true, issueId: true, comment: true },
        with: {
          statement: nested({}, includeAs('Statement')) as object,
          event: nested({}, includeAs('Event')) as object,
          actor: nested({}, includeAs('Actor')) as object,
          issue: nested({}, includeAs('Issue')) as object,
        },
      }),
      resolve: (row) => bodyOf(row) as never,
    }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    creator: t.relation('creator', { description: 'Who made it.' }),
  }),
});

type Bodies = Pick<typeof annotation.$inferSelect, 'comment'> &
  Record<'statement' | 'event' | 'actor' | 'issue', object | null>;

function bodyOf({ comment, statement, event, actor, issue }: Bodies): object {
  const row = statement ?? event ?? actor ?? issue;
  if (!row) return brand({ text: comment }, 'Comment');
  return brand(row, statement ? 'Statement' : event ? 'Event' : actor ? 'Actor' : 'Issue');
}

function brand(value: object, type: string): object {
  brandWithType(value, type as never);
  return value;
}

/** Tells the plugin to plan what lies below a field as one of the types it can have. */
function includeAs(type: keyof typeof BODIES): never {
  return { getType: () => type } as never;
}
