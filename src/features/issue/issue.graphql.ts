import { builder } from '../../graphql/builder.ts';

export const Issue = builder.drizzleNode('issue', {
  name: 'Issue',
  description: 'What positions are about: a concept, worded so that it is plain what +1 supports.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'The name by which inputs and links call it.' }),
    label: t.exposeString('label', { description: 'The name that people read.' }),
    definition: t.exposeString('definition', {
      nullable: true,
      description: 'What it means, worded as a proposition that +1 supports and -1 rejects.',
    }),
    broader: t.relation('broader', { nullable: true, description: 'The issue that this one is a part of.' }),
    mergedInto: t.relation('mergedInto', {
      nullable: true,
      description: 'The issue that this one was merged into, which holds its codings now.',
    }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    creator: t.relation('creator', { description: 'Who created it.' }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
  }),
});
