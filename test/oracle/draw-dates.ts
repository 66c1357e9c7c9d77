import type { Draw } from './draw.ts';

/** The days on which links begin and end and things are said: few, so that borders meet, next to each other, in order. */
export const DAYS = [
  '2018-03-31',
  '2018-04-01',
  '2018-06-30',
  '2018-07-01',
  '2018-09-30',
  '2018-10-01',
  '2018-12-31',
  '2019-01-01',
] as const;

const MONTHS = ['2018-03', '2018-04', '2018-06', '2018-07', '2018-09', '2018-12', '2019-01'] as const;
const YEARS = ['2018', '2019'] as const;

/** An EDTF date within the subset of edtf.ts, or null where the text gives none. */
export function drawSaidOn(draw: Draw): string | null {
  if (!draw.chance(62)) return null;
  const kind = draw.below(20);
  if (kind < 3) return qualified(draw, draw.pick(DAYS));
  if (kind < 4) return qualified(draw, draw.pick(MONTHS));
  if (kind < 7) return qualified(draw, draw.pick(YEARS));
  if (kind < 12) return drawInterval(draw);
  if (kind < 15)
    return draw.pick(['', '..']) + '/' + qualified(draw, draw.pick([...DAYS, ...MONTHS, ...YEARS]));
  return (
    qualified(draw, draw.pick([...DAYS.slice(0, 4), ...MONTHS.slice(0, 3), '2018'])) +
    '/' +
    draw.pick(['..', '..', ''])
  );
}

function drawInterval(draw: Draw): string {
  const points = draw.chance(80) ? DAYS : MONTHS;
  const start = draw.below(points.length - 1);
  const end = start + 1 + draw.below(points.length - 1 - start);
  return `${qualified(draw, points[start] ?? '')}/${qualified(draw, points[end] ?? '')}`;
}

function qualified(draw: Draw, point: string): string {
  return draw.chance(20) ? point + draw.pick(['~', '?', '%']) : point;
}
