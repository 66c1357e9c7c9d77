import { sql } from 'drizzle-orm';

/**
 * The same condition of a relational query, kept from being joined: PostgreSQL keeps to the order of joins as written from
 * the ninth on, and would test it only after all that was selected is joined to every row.
 */
export function testedAlone<Where extends object>(where: Where): Where {
  return { OR: [where, { RAW: sql`false` }] } as unknown as Where;
}
