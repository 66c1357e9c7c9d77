import { builder } from '../../graphql/builder.ts';
import { oneById } from '../../graphql/ref-filter.ts';
import { Statement } from '../statement/statement.graphql.ts';
import { Annotation } from './annotation.graphql.ts';
import { annotationOrders } from './annotation.query.ts';
import {
  AnnotationFilter,
  type AnnotationFilterInput,
  annotationWhere,
} from './annotation-filter.graphql.ts';

const AnnotationOrder = builder.enumType('AnnotationOrder', {
  description: 'In which order annotations come. Ties come in the order in which they were made.',
  values: {
    CREATED: { description: 'As they were made, the oldest first.' },
    POSITION: { description: 'By document, and in its current text by where their first range begins.' },
  } satisfies Record<keyof typeof annotationOrders, object>,
});

type Order = keyof typeof annotationOrders;

const AnnotationConnection = builder.connectionObject(
  {
    type: Annotation,
    name: 'AnnotationConnection',
    description: 'A page of annotations.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        extensions: { pothosDrizzleTotalCount: true },
        resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount,
      }),
    }),
  },
  { name: 'AnnotationEdge', description: 'An annotation in a page.' },
);

/** Arguments that every connection of annotations takes. */
const annotationArgs = builder.args((t) => ({
  filter: t.field({
    type: AnnotationFilter,
    description: 'Only annotations that meet these conditions.',
  }),
  orderBy: t.field({ type: AnnotationOrder, description: 'In which order; CREATED without.' }),
}));

type Args = { filter?: AnnotationFilterInput | null; orderBy?: Order | null };

function query({ filter, orderBy }: Args) {
  return { where: annotationWhere(filter), ...annotationOrders[orderBy ?? 'CREATED'] };
}

const connection = { type: Annotation, totalCount: true, args: annotationArgs, query } as const;

builder.drizzleObjectField('project', 'annotation', (t) =>
  t.field({
    type: Annotation,
    nullable: true,
    description: 'One annotation; null where the project has none of that id.',
    args: { id: t.arg.id({ required: true, description: 'Its global id.' }) },
    select: ({ id }, _context, nested) => ({
      with: { annotations: nested({ where: oneById('Annotation', 'id', id), limit: 1 }) },
    }),
    resolve: (parent) => parent.annotations[0] ?? null,
  }),
);

builder.drizzleObjectField('project', 'annotations', (t) =>
  t.relatedConnection(
    'annotations',
    { ...connection, description: 'The annotations of the project.' },
    AnnotationConnection,
  ),
);

builder.drizzleObjectField('document', 'annotations', (t) =>
  t.relatedConnection(
    'annotations',
    { ...connection, description: 'The marks in it, on all layers that you may see.' },
    AnnotationConnection,
  ),
);

builder.drizzleObjectField('layer', 'annotations', (t) =>
  t.relatedConnection(
    'annotations',
    { ...connection, description: 'The marks on it.' },
    AnnotationConnection,
  ),
);

builder.drizzleObjectField(Statement, 'annotations', (t) =>
  t.relatedConnection(
    'annotations',
    { ...connection, description: 'The marks of it in the text.' },
    AnnotationConnection,
  ),
);

builder.drizzleObjectField('event', 'annotations', (t) =>
  t.relatedConnection(
    'annotations',
    { ...connection, description: 'The marks of it in documents.' },
    AnnotationConnection,
  ),
);

builder.drizzleObjectField('actor', 'mentions', (t) =>
  t.relatedConnection(
    'mentions',
    { ...connection, description: 'The marks that tell where it is meant.' },
    AnnotationConnection,
  ),
);

builder.drizzleObjectField('issue', 'tags', (t) =>
  t.relatedConnection(
    'tags',
    { ...connection, description: 'The marks tagged with it.' },
    AnnotationConnection,
  ),
);
