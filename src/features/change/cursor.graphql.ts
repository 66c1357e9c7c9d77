import { type SQL, sql } from 'drizzle-orm';
import { change } from '../../feed/change.table.ts';
import { builder } from '../../graphql/builder.ts';
import type { annotation } from '../annotation/annotation.table.ts';

const POSITION =
  'The end of the project’s feed when this was read: subscribe `after` it to follow on from what you read. Opaque.';

// Read with the row, in its statement: nothing read beside or below it can be older than the cursor.
builder.drizzleObjectField('project', 'changeCursor', (t) =>
  t.string({
    description: POSITION,
    select: { columns: { id: true }, with: { head: { columns: { seq: true } } } },
    resolve: ({ id, head }, _, { cursors }) => cursors.seal(id, head.seq),
  }),
);

builder.drizzleObjectField('document', 'changeCursor', (t) =>
  t.string({
    description: POSITION,
    select: { columns: { projectId: true }, with: { head: { columns: { seq: true } } } },
    resolve: ({ projectId, head }, _, { cursors }) => cursors.seal(projectId, head.seq),
  }),
);

builder.drizzleObjectField('annotation', 'changeCursor', (t) =>
  t.string({
    description:
      'The place in the feed of the transaction that last changed it: whoever is served up to there has that change. Opaque.',
    select: { columns: { projectId: true }, extras: { lastChange: lastChange } },
    resolve: ({ projectId, lastChange }, _, { cursors }) => cursors.seal(projectId, Number(lastChange)),
  }),
);

function lastChange(row: typeof annotation): SQL<string> {
  return sql<string>`(select last.transaction_seq from ${change} as last
    where last.project_id = ${row.projectId} and last.subject_id = ${row.id}::text order by last.seq desc limit 1)`;
}
