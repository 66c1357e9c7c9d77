import { builder } from '../../graphql/builder.ts';
import { Document } from './document.graphql.ts';

builder.drizzleObjectField('project', 'document', (t) =>
  t.field({
    type: Document,
    nullable: true,
    description: 'One document; null where the project has none of that name.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug.' }) },
    select: (args, _context, nested) => ({
      with: { documents: nested({ where: { slug: args.slug }, limit: 1 }) },
    }),
    resolve: (parent) => parent.documents[0] ?? null,
  }),
);

builder.drizzleObjectField('project', 'documents', (t) =>
  t.relatedConnection('documents', {
    type: Document,
    totalCount: true,
    description: 'The documents of the project.',
    query: { orderBy: { title: 'asc' } },
  }),
);
