import { drizzleConnectionHelpers } from '@pothos/plugin-drizzle';
import type { relations } from '../tables.ts';
import { builder } from './builder.ts';

/**
 * The type that stands for a table, by the table's name: so one feature's fields can return another's rows whichever of
 * their files is loaded first.
 */
export function refOf<Table extends keyof typeof relations>(table: Table) {
  const { ref } = drizzleConnectionHelpers(builder, table);
  return ref as Exclude<typeof ref, { kind: 'Interface' }>;
}
