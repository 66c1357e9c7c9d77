import { builder } from '../../graphql/builder.ts';
import { filterError, idFilter, namedBy, refFilter } from '../../graphql/ref-filter.ts';
import { decodeGlobalId } from '../../protocol/global-id.ts';
import { isIssue } from '../statement/statement.query.ts';
import { testedAlone } from '../tested-alone.query.ts';
import { AnnotationPart, Motivation } from './annotation.graphql.ts';
import { type AnnotationWhere, overlaps } from './annotation.query.ts';

const BODY_KINDS = {
  STATEMENT: { column: 'statementId', description: 'A statement.' },
  EVENT: { column: 'eventId', description: 'An event.' },
  MENTION: { column: 'actorId', description: 'A mention of an actor.' },
  TAG: { column: 'issueId', description: 'An issue as a tag.' },
  COMMENT: { column: 'comment', description: 'A comment.' },
} as const;

const AnnotationBodyKind = builder.enumType('AnnotationBodyKind', {
  description: 'What an annotation can say of the marked text.',
  values: BODY_KINDS as Record<keyof typeof BODY_KINDS, { description: string }>,
});

const OffsetInterval = builder.inputType('OffsetInterval', {
  description: 'A stretch of a document’s current text.',
  fields: (t) => ({
    start: t.int({ required: true, description: 'Its first character: code points, counted from 0.' }),
    end: t.int({ required: true, description: 'The character after its last: code points, from 0.' }),
  }),
});

export const AnnotationFilter = builder.inputType('AnnotationFilter', {
  description:
    'Which annotations; those that meet every condition given. Things are named by slug or id, and a list asks for any of its entries.',
  fields: (t) => ({
    motivations: t.field({ type: [Motivation], description: 'Made for one of these reasons.' }),
    parts: t.field({ type: [AnnotationPart], description: 'Covering one of these parts.' }),
    bodies: t.field({ type: [AnnotationBodyKind], description: 'Saying one of these kinds of thing.' }),
    documents: t.stringList({ description: 'In one of these documents.' }),
    layers: t.idList({ description: 'On one of these layers, by id. All that you may see without.' }),
    counting: t.boolean({
      description:
        'On the layer that counts in its document: the adjudicated one once done, else the shared one; false: on another.',
    }),
    creators: t.idList({ description: 'Made by one of these accounts, by id.' }),
    speakers: t.stringList({ description: 'Marking a statement of one of these actors.' }),
    issues: t.stringList({ description: 'Marking a statement on one of these issues, or tagged with one.' }),
    narrower: t.boolean({ description: 'Also with issues below those named. False without.' }),
    mentions: t.stringList({ description: 'Mentioning one of these actors.' }),
    overlapping: t.field({
      type: OffsetInterval,
      description: 'With a range that shares a character with this stretch of the current text.',
    }),
  }),
});

type Given<Input> = Input extends { $inferInput: infer Shape } ? Shape : never;
export type AnnotationFilterInput = Given<typeof AnnotationFilter>;

/**
 * The condition that a filter puts on annotations.
 *
 * @throws request errors for names, ids and offsets that are none
 */
export function annotationWhere(filter: AnnotationFilterInput | null | undefined): AnnotationWhere {
  if (!filter) return {};
  const speakers = refFilter('Actor', 'filter.speakers', filter.speakers);
  const mentions = refFilter('Actor', 'filter.mentions', filter.mentions);
  const documents = refFilter('Document', 'filter.documents', filter.documents);
  const layers = idFilter('Layer', 'filter.layers', filter.layers);
  const issues = namedBy('Issue', 'filter.issues', filter.issues);
  const onIssue = issues && isIssue(issues, filter.narrower ?? false);
  const conditions: object[] = [];
  const add = (value: unknown, condition: () => object) => {
    if (value !== null && value !== undefined) conditions.push(condition());
  };
  add(filter.motivations, () => ({ motivation: { in: filter.motivations } }));
  add(filter.parts, () => ({ part: { in: filter.parts } }));
  add(filter.bodies, () => hasBody(filter.bodies as readonly (keyof typeof BODY_KINDS)[]));
  add(documents, () => testedAlone({ document: documents }));
  add(layers, () => testedAlone({ layer: layers }));
  add(filter.counting, () => testedAlone({ layer: { counts: filter.counting } }));
  add(filter.creators, () => ({ createdBy: { in: accountIds(filter.creators as string[]) } }));
  add(speakers, () => testedAlone({ statement: { speaker: speakers } }));
  add(onIssue, () => ({ OR: [{ statement: { issue: onIssue } }, { issue: onIssue }] }));
  add(mentions, () => testedAlone({ actor: mentions }));
  add(filter.overlapping, () =>
    testedAlone(overlapping(filter.overlapping as { start: number; end: number })),
  );
  return { AND: conditions } as AnnotationWhere;
}

function hasBody(kinds: readonly (keyof typeof BODY_KINDS)[]): object {
  const columns = kinds.map((kind) => ({ [BODY_KINDS[kind].column]: { isNotNull: true } }));
  return columns.length > 0 ? { OR: columns } : { id: { in: [] } };
}

function accountIds(texts: readonly string[]): string[] {
  return texts.map((text) => {
    const decoded = decodeGlobalId(text);
    if (decoded?.type === 'Account') return decoded.id;
    throw filterError('filter.creators', `${JSON.stringify(text.slice(0, 80))} is not the id of an account.`);
  });
}

function overlapping({ start, end }: { start: number; end: number }): AnnotationWhere {
  if (start >= 0 && start < end) return overlaps(start, end);
  throw filterError('filter.overlapping', 'start is at least 0 and less than end.');
}
