import type { SQL } from 'drizzle-orm';
import type { Db, relations } from './tables.ts';
import { isKnownAccount, isOnSeenLayer, isReadable, isReadableProject, isSeenLayer } from './visibility.ts';

type Name = keyof typeof relations;
type Condition = (row: never) => SQL;

const onLayer: Condition[] = [isReadable, isOnSeenLayer];

/** What is put where a query begins; where relations lead from there, `relations` in tables.ts says. */
const ROOTS: Partial<Record<Name, Condition[]>> = {
  project: [isReadableProject],
  account: [isKnownAccount],
  layer: [isReadable, isSeenLayer],
  statement: onLayer,
  statementRelation: onLayer,
  annotation: onLayer,
};

/** A handle whose relational queries begin with nothing that its viewer may not see. */
export function seenDb(db: Db): Db {
  const query = Object.fromEntries(
    Object.entries(db.query).map(([name, builder]) => [name, seen(name as Name, builder as Builder)]),
  );
  return Object.assign(Object.create(db) as Db, { query });
}

type Config = { where?: object } | undefined;
type Builder = { findMany(config?: Config): unknown; findFirst(config?: Config): unknown };

function seen(name: Name, builder: Builder): Builder {
  const conditions = ROOTS[name] ?? [isReadable];
  const wall = conditions.map((RAW) => ({ RAW }));
  const behind = (config: Config) => ({ ...config, where: { AND: [...wall, config?.where ?? {}] } });
  return {
    findMany: (config) => builder.findMany(behind(config)),
    findFirst: (config) => builder.findFirst(behind(config)),
  };
}
