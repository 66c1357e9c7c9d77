import { type SQL, sql } from 'drizzle-orm';

export const SCOPES = ['SELF', 'MEMBERS', 'DESCENDANTS'] as const;

/** Which statements make up positions. */
export type PositionFilter = {
  /** Statements whose latest day is not after this one; null: all, also undated ones. */
  asOf: string | null;
  scope: (typeof SCOPES)[number];
  /** Whether a position also covers the issues below its own. */
  narrower: boolean;
  maxIntermediaries: number | null;
  /** An actor's id. */
  accordingTo: string | null;
  /** Ids of the layers to read; null: of each document the one that counts. */
  layers: readonly string[] | null;
};

/** Ids as one array parameter, so that the statement's text does not depend on their number. */
export function idArray(ids: readonly string[]): SQL {
  return sql`${`{${ids.join(',')}}`}::uuid[]`;
}

/**
 * Common table expressions for the positions of actors: `cover(issue_id, holder)`, the issues whose statements count for
 * the positions on `holder`, and `heard(root, id, issue_id, stance, earliest, latest)`, the candidates of each actor of
 * `actors`, each once.
 */
export function heardByActors(project: number, actors: readonly string[], filter: PositionFilter): SQL {
  return sql`
    chain(root, actor_id, days, undated, depth) as (
      select root, root, daterange(null, null), true, 0 from unnest(${idArray(actors)}) as root
      union
      select c.root, a.actor_id, ${narrowedDays}, ${stillUndated}, ${nextDepth(filter)}
      from chain c
      join affiliation a on a.project_id = ${project} and a.of_id = c.actor_id and ${mayFollow(filter)}
    ), heard as materialized (
      select distinct c.root, s.id, s.issue_id, s.stance, s.earliest, s.latest
      from chain c
      cross join lateral (
        select * from statement where project_id = ${project} and speaker_id = c.actor_id
        union all
        select * from statement where project_id = ${project} and on_behalf_of_id = c.actor_id
      ) s
      ${authorJoin(filter)}
      where ${isCandidate(project, filter)} and ${withinDays}
    ), cover(issue_id, holder) as (
      select distinct issue_id, issue_id from heard
      ${
        filter.narrower
          ? sql`union select c.issue_id, i.broader_id from cover c
              join issue i on i.project_id = ${project} and i.id = c.holder where i.broader_id is not null`
          : sql``
      }
    )`;
}

/** The same for the positions on issues: of every actor by or for whom, or for whose members, something was said on them. */
export function heardOnIssues(project: number, issues: readonly string[], filter: PositionFilter): SQL {
  return sql`
    cover(issue_id, holder) as (
      select issue, issue from unnest(${idArray(issues)}) as issue
      ${
        filter.narrower
          ? sql`union select i.id, c.holder from cover c
              join issue i on i.project_id = ${project} and i.broader_id = c.issue_id`
          : sql``
      }
    ), said as materialized (
      select s.* from statement s ${authorJoin(filter)}
      where s.project_id = ${project} and s.issue_id in (select issue_id from cover) and ${isCandidate(project, filter)}
    ), chain(root, actor_id, days, undated, depth) as (
      select actor_id, actor_id, daterange(null, null), true, 0
      from (select speaker_id from said union select on_behalf_of_id from said where on_behalf_of_id is not null) a(actor_id)
      union
      select a.of_id, c.actor_id, ${narrowedDays}, ${stillUndated}, ${nextDepth(filter)}
      from chain c
      join affiliation a on a.project_id = ${project} and a.actor_id = c.root and ${mayFollow(filter)}
    ), heard as materialized (
      select distinct c.root, s.id, s.issue_id, s.stance, s.earliest, s.latest
      from said s join chain c on c.actor_id in (s.speaker_id, s.on_behalf_of_id)
      where ${withinDays}
    )`;
}

/** The days on which every link of the chain holds so far. Empty for a circle, which ends it: no circle holds on one day. */
const linkDays = sql`daterange(a.valid_from, a.valid_until, '[]')`;
const narrowedDays = sql`c.days * ${linkDays}`;
const stillUndated = sql`c.undated and a.valid_from is null and a.valid_until is null`;

function mayFollow({ scope }: PositionFilter): SQL {
  if (scope === 'SELF') return sql`false`;
  return scope === 'MEMBERS' ? sql`c.depth < 1 and c.days && ${linkDays}` : sql`c.days && ${linkDays}`;
}

/** The depth matters only where it is limited; elsewhere it stays 0, so that equal chains of unlike length fall together. */
function nextDepth({ scope }: PositionFilter): SQL {
  return scope === 'MEMBERS' ? sql`c.depth + 1` : sql`0`;
}

/** One day of the statement's date must lie within the chain's days; an open start counts as the latest day. */
const withinDays = sql`case when s.latest is null then c.undated
  else c.days && daterange(coalesce(s.earliest, s.latest), s.latest, '[]') end`;

function authorJoin({ accordingTo }: PositionFilter): SQL {
  return accordingTo === null
    ? sql``
    : sql`join document d on d.project_id = s.project_id and d.id = s.document_id`;
}

function isCandidate(project: number, filter: PositionFilter): SQL {
  const conditions = [
    sql`s.asserted_resolved and s.stance is not null`,
    filter.layers === null
      ? sql`exists (select from layer l where l.project_id = ${project} and l.id = s.layer_id and l.counts)`
      : sql`s.layer_id = any (${idArray(filter.layers)})`,
  ];
  if (filter.asOf !== null) conditions.push(sql`s.latest <= ${filter.asOf}::date`);
  if (filter.maxIntermediaries !== null)
    conditions.push(sql`s.intermediary_count <= ${filter.maxIntermediaries}::int`);
  if (filter.accordingTo !== null) {
    conditions.push(sql`(s.intermediary_count = 0 and d.author_id = ${filter.accordingTo}::uuid or exists (
      select from statement_intermediary i
      where i.project_id = ${project} and i.statement_id = s.id and i.actor_id = ${filter.accordingTo}::uuid))`);
  }
  return sql.join(conditions, sql` and `);
}
