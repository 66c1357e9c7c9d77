import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  pgEnum,
  primaryKey,
  snakeCase,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, id, projectId, version } from '../../db/columns.ts';
import { account } from '../account/account.table.ts';
import { document } from '../document/document.table.ts';

export const layerKind = pgEnum('layer_kind', ['SHARED', 'PERSONAL', 'ADJUDICATED']);
export const layerState = pgEnum('layer_state', ['OPEN', 'DONE']);

/** Where statements and annotations of a document lie: shared by all, one coder's own, or settled. */
export const layer = snakeCase.table(
  'layer',
  {
    projectId: projectId(),
    id: id(),
    documentId: uuid().notNull(),
    kind: layerKind().notNull(),
    /** The coder whose PERSONAL layer it is; empty for the others. */
    ownerId: uuid().references(() => account.id),
    /** Invisible to other coders until done. */
    blind: boolean().notNull().default(false),
    /** From its opening as blind until it is first done: only its coder and editors see it. What was seen once is not hidden again. */
    hidden: boolean().notNull().default(false),
    state: layerState().notNull().default('OPEN'),
    /** Whether positions and figures read this layer by default. The database keeps it: the adjudicated layer once done, else the shared one. */
    counts: boolean().notNull().default(false),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    unique('layer_of_document').on(t.projectId, t.documentId, t.id),
    uniqueIndex('layer_one_of_kind')
      .on(t.projectId, t.documentId, t.kind)
      .where(sql`kind <> 'PERSONAL'`),
    uniqueIndex('layer_one_of_owner')
      .on(t.projectId, t.documentId, t.ownerId)
      .where(sql`kind = 'PERSONAL'`),
    foreignKey({
      name: 'layer_document',
      columns: [t.projectId, t.documentId],
      foreignColumns: [document.projectId, document.id],
    }).onDelete('cascade'),
    check('layer_owner', sql`(${t.kind} = 'PERSONAL') = (${t.ownerId} is not null)`),
    index('layer_hidden')
      .on(t.projectId, t.id)
      .where(sql`hidden`),
    check('layer_hidden_is_blind', sql`not ${t.hidden} or ${t.kind} = 'PERSONAL'`),
    check('layer_blind', sql`not ${t.blind} or ${t.kind} = 'PERSONAL'`),
  ],
);
