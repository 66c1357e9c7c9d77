import { migrate } from '../db/migrate.ts';
import { programDb } from '../db/viewer-db.ts';
import { exitCodes, Fault } from '../fault.ts';
import { localOwner } from '../features/account/account.command.ts';
import type { Viewer } from '../features/account/viewer.ts';
import { createProject } from '../features/project/project.command.ts';
import { findProject } from '../features/project/ref.query.ts';
import { DomainError } from '../protocol/errors.ts';
import { type Db, relations } from '../tables.ts';
import type { Config } from '../config.ts';
import type { CommandContext } from './with-database.ts';

/** Brings the tables up to date and finds the project, or creates it where that is wished. @throws Fault without it */
export async function prepareImport(
  { config, database, log }: CommandContext,
  project: string,
  create: boolean,
): Promise<{ db: Db; viewer: Viewer; projectId: number }> {
  await migrate(database.url, log);
  const db = programDb(database.sql, relations);
  const viewer = await localOwner(db);
  try {
    return { db, viewer, projectId: await findProject(db, project) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (!create || error.code !== 'NOT_FOUND') {
      const advice =
        error.code === 'NOT_FOUND'
          ? ` Name another, or create it with --create-project. ${placeOf(config)}`
          : '';
      throw new Fault(`--project: ${error.message}${advice}`, exitCodes.usage, { cause: error });
    }
  }
  const { projectId } = await createProject(db, viewer, { slug: project, name: project });
  return { db, viewer, projectId };
}

/** Where was looked: the service may use another database. */
function placeOf({ databaseUrl, dataDir }: Config): string {
  return databaseUrl === undefined
    ? `Looked in the data folder ${dataDir} (DATA_DIR).`
    : `Looked in the database at ${new URL(databaseUrl).host} (DATABASE_URL).`;
}
