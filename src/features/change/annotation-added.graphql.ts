import type { Entry } from '../../feed/log.ts';
import { builder } from '../../graphql/builder.ts';
import { loadNode } from '../../graphql/node.ts';
import { SubjectGone } from '../../graphql/subscribe.ts';
import { FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { Annotation } from '../annotation/annotation.graphql.ts';
import { findProject, loadRefs, want } from '../project/ref.query.ts';
import { AFTER, follow, told } from './subscription.graphql.ts';

const AnnotationAdded = builder.objectRef<Entry>('AnnotationAdded').implement({
  description: 'An annotation was added to a document.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Its place in the log: subscribe `after` it to go on from there. Opaque.',
      resolve: ({ projectId, seq }, _, { cursors }) => cursors.seal(projectId, seq),
    }),
    annotation: t.field({
      type: Annotation,
      description: 'The annotation as it stands now, which may be later than its addition.',
      resolve: async ({ projectId, subjectId }, _, context, info) => {
        const annotation = await loadNode('Annotation', projectId, subjectId, context, info);
        if (annotation === null) throw new SubjectGone();
        return annotation;
      },
    }),
  }),
});

builder.subscriptionField('annotationAdded', (t) =>
  t.field({
    type: AnnotationAdded,
    description: 'Every annotation added to a document, except those removed again meanwhile.',
    args: {
      project: t.arg.string({ required: true, description: 'The project, by slug or id.' }),
      document: t.arg.string({ required: true, description: 'The document, by slug or id.' }),
      after: t.arg.string({ description: AFTER }),
    },
    subscribe: async (_, args, context) => {
      const projectId = await findProject(context.db, args.project);
      const faults = new FaultList();
      const refs = await loadRefs(
        context.db,
        projectId,
        [want('Document', args.document, 'document')],
        faults,
      );
      throwIfFaulty(faults);
      const documentId = refs('Document', args.document) ?? undefined;
      const only = { subjectType: 'ANNOTATION', kind: 'ADDED' } as const;
      return follow(context, { projectId, documentId, only }, args.after);
    },
    resolve: (entry: Entry, _, context) => told(context, entry),
  }),
);
