import { builder } from '../../graphql/builder.ts';

builder.queryField('me', (t) =>
  t.drizzleField({
    type: 'account',
    nullable: true,
    description: 'The account that you act for; null where nobody is signed in.',
    resolve: (query, _, __, { db, viewer }) =>
      viewer.via === 'NOBODY' ? null : db.query.account.findFirst(query({ where: { id: viewer.accountId } })),
  }),
);
