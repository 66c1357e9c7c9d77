import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../tables.ts';
import { isOnSeenLayer } from '../../visibility.ts';
import { type Page, queryArgument } from './page.query.ts';
import {
  escapeLike,
  isUnspaced,
  joined,
  MARK,
  marksIn,
  type Match,
  occurrences,
  termsOf,
} from './search.rule.ts';

/** A stretch of a document version in which something was found. Offsets count code points of the version's text. */
export type FoundPassage = Match & { versionId: string; text: string; matches: Match[] };

/** A document or an annotation, with the best of its passages that were found. */
export type TextHit = { id: string; rank: number; passageCount: number; passages: FoundPassage[] };

type Options = { query: string; passages: number };
type Found = { hits: TextHit[]; total: number };

/**
 * Where is searched: rows `t` with config, search, version_id, ordinal and start. The database's functions `matching` and
 * `holding` give the keys `k` of rows that hold words of a query, or patterns.
 */
type Source = { table: SQL; matching: SQL; holding: SQL; isKeyed: SQL; id: SQL; text: SQL };

const passagesOfCurrentVersions: Source = {
  table: sql`document_passage t join document d
    on d.project_id = t.project_id and d.id = t.document_id and d.current_version_id = t.version_id`,
  matching: sql`passages_matching`,
  holding: sql`passages_holding`,
  isKeyed: sql`t.version_id = k.version_key and t.ordinal = k.ordinal_key`,
  id: sql`t.document_id`,
  text: sql`t.text`,
};

const quotes: Source = {
  table: sql`annotation_range t`,
  matching: sql`quotes_matching`,
  holding: sql`quotes_holding`,
  isKeyed: sql`t.annotation_id = k.annotation_key and t.ordinal = k.ordinal_key
    and ${isOnSeenLayer({ projectId: sql`t.project_id`, hiddenFor: sql`t.hidden_for` })}`,
  id: sql`t.annotation_id`,
  // As much as is indexed.
  text: sql`left(t.exact, 50000)`,
};

/** Finds documents by what is written in the passages of their current texts, best first. */
export function searchDocuments(db: Db, projectId: number, options: Options, page: Page): Promise<Found> {
  return searchTexts(db, projectId, passagesOfCurrentVersions, options, page);
}

/** Finds annotations by what is written in their quotes, best first. */
export function searchQuotes(db: Db, projectId: number, options: Options, page: Page): Promise<Found> {
  return searchTexts(db, projectId, quotes, options, page);
}

type Row = {
  total: number;
  id: string | null;
  rank: number;
  count: number;
  version: string;
  start: number;
  text: string;
  headline: string | null;
};

/**
 * Words are sought in each text's language, in any of their forms. Where a query's script has no spaces, or a language knows it
 * only as words too common to index, what is sought is the query's characters as they stand.
 */
async function searchTexts(
  db: Db,
  projectId: number,
  { table, matching, holding, isKeyed, id, text }: Source,
  { query, passages }: Options,
  { limit, offset }: Page,
): Promise<Found> {
  const sought = queryArgument(query);
  const unspaced = isUnspaced(sought);
  const terms = termsOf(sought);
  const patterns = JSON.stringify(terms.map((term) => `%${escapeLike(term)}%`));
  const counted = sql.join(
    terms.map(
      (term) =>
        sql`(char_length(lower(${text})) - char_length(replace(lower(${text}), lower(${term}), ''))) / ${[...term].length}::float8`,
    ),
    sql` + `,
  );
  const options = `HighlightAll=true, StartSel="${MARK.open}", StopSel="${MARK.close}"`;
  const rows = await db.execute<Row>(sql`
    with config as materialized (
      select config, websearch_to_tsquery(config, ${sought}) as query
      from (select distinct text_config(language) as config
        from (select distinct language from document where project_id = ${projectId}) language) used
    ),
    hit as (
      select ${id} as id, t.version_id, t.ordinal, ts_rank_cd(t.search, c.query, 32) as rank
      from config c cross join lateral ${matching}(${projectId}, c.config, c.query) k
      join ${table} on t.project_id = ${projectId} and ${isKeyed}
      union all
      select ${id}, t.version_id, t.ordinal, 1 - 10 / (10 + ${counted})
      from config c
      cross join lateral ${holding}(${projectId}, c.config, array(select jsonb_array_elements_text(${patterns}::text::jsonb))) k
      join ${table} on t.project_id = ${projectId} and ${isKeyed}
      where ${unspaced} or numnode(c.query) = 0
    ),
    passage as (select id, version_id, ordinal, sum(rank) as rank from hit group by id, version_id, ordinal),
    found as (select id, max(rank) as rank, count(*)::int as count from passage group by id),
    page as (select * from found order by rank desc, id limit ${limit} offset ${offset})
    select (select count(*)::int from found) as total, page.id, page.rank::float8, page.count, best.*
    from (values (1)) as always
    left join page on true
    left join lateral (
      select t.version_id as version, t.start, ${text} as text,
        case when numnode(c.query) > 0 then ts_headline(t.config, ${text}, c.query, ${options}) end as headline
      from (
        select * from passage p where p.id = page.id order by p.rank desc, p.ordinal limit ${passages}
      ) p
      join ${table} on t.project_id = ${projectId} and ${id} = p.id and t.version_id = p.version_id and t.ordinal = p.ordinal
      join config c on c.config = t.config
      order by p.rank desc, p.ordinal
    ) best on true
    order by page.rank desc, page.id`);
  return { total: rows[0]?.total ?? 0, hits: toHits(rows, terms) };
}

/** Gathers the rows, one a passage, which come in the order of hits and passages. */
function toHits(rows: Iterable<Row>, terms: string[]): TextHit[] {
  const hits = new Map<string, TextHit>();
  for (const { id, rank, count, version, start, text, headline } of rows) {
    if (id === null) continue;
    const hit = hits.get(id) ?? { id, rank: Math.min(rank, 1), passageCount: count, passages: [] };
    const marked = headline === null ? null : marksIn(headline, text);
    const matches = joined([...(marked ?? []), ...(marked?.length ? [] : occurrences(text, terms))]);
    hits.set(id, hit);
    hit.passages.push({
      versionId: version,
      start,
      end: start + [...text].length,
      text,
      matches: matches.map((match) => ({ start: start + match.start, end: start + match.end })),
    });
  }
  return [...hits.values()];
}
