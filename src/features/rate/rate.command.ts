import type { Sql } from 'postgres';

/** So much a second in the long run, and so much at once. */
export type Leak = { perSecond: number; burst: number };

export type Bucket = { requests: Leak; points: Leak };

/** Requests and points. */
export type Amount = { requests: number; points: number };

/** What was drawn, at least what was needed; or what stands in the way and for how many seconds. */
export type Drawn =
  | (Amount & { refused?: undefined })
  | { refused: 'requests' | 'points'; retryAfter: number };

type Row = { requests: number; points: number; drawnRequests: number; drawnPoints: number };

/**
 * Draws from a bucket that all instances share: what is needed, or nothing, and of what is wanted beyond that as much as
 * there is room for. One statement, on the database's clock; one that goes back stops the leak until it has caught up.
 */
export async function draw(
  sql: Sql,
  key: string,
  { requests, points }: Bucket,
  needed: Amount,
  wanted: Amount,
): Promise<Drawn> {
  const need = {
    requests: Math.min(needed.requests, requests.burst),
    points: Math.min(needed.points, points.burst),
  };
  const most = {
    requests: Math.max(need.requests, Math.min(wanted.requests, requests.burst)),
    points: Math.max(need.points, Math.min(wanted.points, points.burst)),
  };
  const [row] = await sql<Row[]>`
    insert into rate_bucket as bucket (key, requests, points, at, drawn_requests, drawn_points)
    values (${key}, ${most.requests}, ${most.points}, clock_timestamp(), ${most.requests}, ${most.points})
    on conflict (key) do update set (requests, points, at, drawn_requests, drawn_points) = (
      select level_requests + drawn_requests, level_points + drawn_points, greatest(now, bucket.at),
        drawn_requests, drawn_points
      from (
        select level_requests, level_points, now,
          case when fits then least(${most.requests}, ${requests.burst} - level_requests) else 0 end as drawn_requests,
          case when fits then least(${most.points}, ${points.burst} - level_points) else 0 end as drawn_points
        from (
          select now, level_requests, level_points,
            level_requests + ${need.requests} <= ${requests.burst} and level_points + ${need.points} <= ${points.burst}
              as fits
          from (
            select now, greatest(0, bucket.requests - ${requests.perSecond} * passed) as level_requests,
              greatest(0, bucket.points - ${points.perSecond} * passed) as level_points
            from (select now, greatest(0, extract(epoch from now - bucket.at)::float8) as passed
              from (select clock_timestamp() as now) as clock) as since
          ) as leaked
        ) as checked
      ) as given
    )
    returning requests, points, drawn_requests as "drawnRequests", drawn_points as "drawnPoints"`;
  if (!row) throw new Error('an upsert returned no row');
  if (row.drawnRequests > 0 || row.drawnPoints > 0) {
    return { requests: row.drawnRequests, points: row.drawnPoints };
  }
  const waits = {
    requests: (row.requests + need.requests - requests.burst) / requests.perSecond,
    points: (row.points + need.points - points.burst) / points.perSecond,
  };
  const refused = waits.requests >= waits.points ? 'requests' : 'points';
  return { refused, retryAfter: Math.max(1, Math.ceil(waits[refused])) };
}

/** Removes buckets that nothing was drawn from for a day: by then each is empty, and as good as none. */
export async function removeUnusedBuckets(sql: Sql): Promise<void> {
  await sql`delete from rate_bucket where at < clock_timestamp() - interval '1 day'`;
}
