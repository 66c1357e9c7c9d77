import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../tables.ts';
import { actor, type actorKind, actorName } from '../actor/actor.table.ts';
import { type Page, queryArgument } from './page.query.ts';
import { escapeLike, spellings } from './search.rule.ts';

/** An actor found, by which of its names, and how well that fits: 1 where it is what was sought. */
export type ActorHit = { id: string; matchedName: string; similarity: number };

type Options = { query: string; kinds?: (typeof actorKind.enumValues)[number][] | null | undefined };

/**
 * Finds actors by any of their names: by parts, by beginnings and with typing errors; each once, with the name that fits
 * best. Trigrams need three characters: a shorter query finds beginnings and ends of names, and beginnings of words.
 *
 * @returns the hits of the page, best first, and how many there are on all
 * @throws DomainError where the query cannot be one
 */
export async function searchActors(
  db: Db,
  projectId: number,
  { query, kinds }: Options,
  { limit, offset }: Page,
): Promise<{ hits: ActorHit[]; total: number }> {
  const sought = queryArgument(query);
  const forms = spellings(sought);
  const short = [...sought].length < 3;
  const hits = (table: typeof actor | typeof actorName, id: SQL, isKeyed: SQL) => sql`
    select ${id} as id, ${table.name} as name, ${best(forms.map((form) => fit(sql`lower(${table.name})`, form, short)))} as fit
    from ${table} where ${table.projectId} = ${projectId} and ${isKeyed}`;
  const ofKinds = kinds
    ? sql`where exists (select from actor where actor.project_id = ${projectId} and actor.id = named.id
        and actor.kind = any (${`{${kinds.join(',')}}`}::actor_kind[]))`
    : sql``;
  return db.transaction(
    async (tx) => {
      // What is typed in haste differs by more than the defaults allow, in a short name by more than in a long one.
      await tx.execute(sql`select set_config('pg_trgm.similarity_threshold', '0.3', true),
        set_config('pg_trgm.word_similarity_threshold', ${[...sought].length < 6 ? '0.3' : '0.45'}, true)`);
      const rows = await tx.execute<{ id: string | null; name: string; fit: number; total: number }>(sql`
        with key as materialized (${alike(projectId, forms, short)}),
        named as (
          ${hits(actor, sql`${actor.id}`, sql`${actor.id} in (select actor_key from key where name_key is null)`)}
          union all
          ${hits(actorName, sql`${actorName.actorId}`, sql`${actorName.id} in (select name_key from key)`)}
        ),
        found as (select distinct on (id) id, name, fit from named ${ofKinds} order by id, fit desc, name),
        page as (
          select * from found order by fit desc, char_length(name), name, id limit ${limit} offset ${offset}
        )
        select (select count(*)::int from found) as total, page.*
        from (values (1)) as always left join page on true
        order by fit desc, char_length(name), name, id`);
      return {
        total: rows[0]?.total ?? 0,
        hits: rows.flatMap(({ id, name, fit }) =>
          id === null ? [] : [{ id, matchedName: name, similarity: fit }],
        ),
      };
    },
    { accessMode: 'read only' },
  );
}

/** The keys of names that may be meant by any of the forms. */
function alike(projectId: number, forms: string[], short: boolean): SQL {
  return sql.join(
    forms.map((form) => sql`select * from names_like(${projectId}, ${form}, ${escapeLike(form)}, ${short})`),
    sql` union `,
  );
}

/** How well a name fits, 0 to 1: by the trigrams of the part that fits best, and of the whole. */
function fit(name: SQL, sought: string, short: boolean): SQL {
  const graded = short
    ? sql`case when starts_with(${name}, lower(${sought})) then 0.8 else 0.5 end`
    : sql`0.6 * word_similarity(lower(${sought}), ${name}) + 0.39 * similarity(lower(${sought}), ${name})`;
  return sql`case when ${name} = lower(${sought}) then 1 else ${graded} end::float8`;
}

function best(values: SQL[]): SQL {
  return sql`greatest(${sql.join(values, sql`, `)})`;
}
