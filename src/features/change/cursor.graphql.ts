import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { change } from '../../feed/change.table.ts';
import { builder } from '../../graphql/builder.ts';
import { ACCOUNT, ALL, EDITS } from '../../db/viewer-values.ts';
import type { annotation } from '../annotation/annotation.table.ts';
import type { document } from '../document/document.table.ts';
import type { project } from '../project/project.table.ts';

const POSITION =
  'The end of the project’s feed when this was read: subscribe `after` it to follow on from what you read. Opaque.';

// Read with the row, in its statement: nothing read beside or below it can be older than the cursor.
builder.drizzleObjectField('project', 'changeCursor', (t) =>
  t.string({
    description: POSITION,
    select: { columns: { id: true }, extras: { toldUpTo: (row: typeof project) => lastTold(row.id) } },
    resolve: ({ id, toldUpTo }, _, { cursors }) => cursors.seal(id, Number(toldUpTo)),
  }),
);

builder.drizzleObjectField('document', 'changeCursor', (t) =>
  t.string({
    description: POSITION,
    select: {
      columns: { projectId: true },
      extras: { toldUpTo: (row: typeof document) => lastTold(row.projectId) },
    },
    resolve: ({ projectId, toldUpTo }, _, { cursors }) => cursors.seal(projectId, Number(toldUpTo)),
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

/**
 * The last place in a project's log of which the viewer is told: were it the log's end, it would tell of changes on hidden
 * layers [F5].
 */
function lastTold(projectId: SQLWrapper): SQL<string> {
  const last = (only: SQL) =>
    sql`(select max(told.seq) from ${change} as told where told.project_id = ${projectId} and ${only})`;
  return sql<string>`(case when ${ALL}::boolean or ${projectId} = any(${EDITS}::bigint[])
    then (select head.seq from project_head as head where head.project_id = ${projectId})
    else greatest(0, ${last(sql`told.only_for is null`)}, ${last(sql`told.only_for = ${ACCOUNT}::uuid`)}) end)`;
}
