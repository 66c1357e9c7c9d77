import type { Logger } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import type { Db, relations } from '../tables.ts';
import { type Entrance, programClient, viewerClient } from './viewer-client.ts';
import type { ViewerValues } from './viewer-values.ts';

/** Whom a request acts for: `accountId` and `tokenId` are what PostgreSQL goes by, the rest fills the parameters of queries. */
export type ViewerAccess = Entrance & ViewerValues;

const PROGRAM: ViewerValues = {
  accountId: '00000000-0000-0000-0000-000000000000',
  reads: [],
  edits: [],
  all: true,
};

/**
 * The database as one viewer sees it, behind both walls. Cheap enough to be made for each request.
 *
 * @param app the pool of the role `demarche_app`
 * @param logger is told every statement, without the viewer's entering
 */
export function viewerDb(
  app: postgres.Sql,
  viewer: ViewerAccess,
  tables: typeof relations,
  logger?: Logger,
): Db {
  return drizzle({ client: viewerClient(app, viewer, viewer), relations: tables, ...(logger && { logger }) });
}

/** The database as the tables' owner sees it, for whom no check holds: the command line, the demo, the feed. */
export function programDb(sql: postgres.Sql, tables: typeof relations): Db {
  return drizzle({ client: programClient(sql, PROGRAM), relations: tables });
}
