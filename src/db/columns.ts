import { bigint, bytea, customType, integer, timestamp, uuid } from 'drizzle-orm/pg-core';
import { v7 } from 'uuid';

/**
 * The columns that every table of a project's content shares.
 *
 * `project_id` leads each primary key, so no read can stray into another project. It is a random 53-bit integer rather than
 * a sequence: short in every index, and it tells nobody how many projects there are.
 */
export const projectId = () => bigint({ mode: 'number' }).notNull();

/** A subject's own id: UUID version 7, made here, so that ids reveal no count and sort by time of creation. */
export const id = () => uuid().notNull().$defaultFn(newId);

/** Counts a subject's changes from 1; writers name the version that they saw. */
export const version = () => integer().notNull().default(1);

export const createdAt = () => timestamp({ withTimezone: true }).notNull().defaultNow();

/** The account that created the row. Accounts belong to no project, hence no project in the key. */
export const createdBy = () => uuid().notNull();

/**
 * The coder on whose hidden layer the row lies; empty where the layer is none. The database keeps it as the layer has it, so that
 * whether a row is shown shows in the row.
 */
export const hiddenFor = () => uuid();

/** Bytes that were computed here, such as a hash. */
export const bytes = () => bytea();

/** PostgreSQL's name of a full-text configuration, such as `english`. */
export const regconfig = customType<{ data: string }>({ dataType: () => 'regconfig' });

/** A full-text index entry; PostgreSQL makes it, nobody reads it. */
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** @returns a new UUID version 7. */
export function newId(): string {
  return v7();
}

/** @returns a new project's id: random, positive, at most 2^53 − 1. */
export function newProjectId(): number {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2)) as unknown as [number, number];
  return (high & 0x1fffff) * 2 ** 32 + low + 1;
}
