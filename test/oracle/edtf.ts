/** The days of a `saidOn`: `earliest` is null where the start is open or unknown. Days are `YYYY-MM-DD`, both included. */
export interface Span {
  readonly earliest: string | null;
  readonly latest: string;
}

const POINT = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?$/;
const OPEN = new Set(['', '..']);

/**
 * Reads the part of EDTF level 1 that the worlds use: days, months, years, `~ ? %`, and intervals of them with an
 * open (`..`) or unknown (empty) start or end.
 *
 * An open end closes at the document's date, or at the first day of the interval's own start where that is later or
 * the document is undated (domain.md, "Statement").
 *
 * @returns null where neither the text nor the document gives any day
 * @throws Error on text outside the subset, on a day that does not exist, and on an end before its start
 */
export function spanOf(text: string, publishedOn: string | null): Span | null {
  const [start, end, ...more] = text.split('/');
  if (start === undefined || more.length > 0) throw new Error(`not in the subset of EDTF: ${text}`);
  if (end === undefined) {
    const { first, last } = daysOfPoint(start);
    return { earliest: first, latest: last };
  }
  const earliest = OPEN.has(start) ? null : daysOfPoint(start).first;
  const latest = OPEN.has(end) ? laterOf(publishedOn, earliest) : daysOfPoint(end).last;
  if (latest === null) return null;
  if (earliest !== null && latest < earliest) throw new Error(`ends before it starts: ${text}`);
  return { earliest, latest };
}

/** The first and the last day that the text itself gives, null at an open or unknown end: how `saidOn` is stored. */
export function endsOf(text: string): { from: string | null; until: string | null } {
  const [start = '', end = start] = text.split('/');
  return {
    from: OPEN.has(start) ? null : daysOfPoint(start).first,
    until: OPEN.has(end) ? null : daysOfPoint(end).last,
  };
}

function laterOf(a: string | null, b: string | null): string | null {
  if (a === null) return b;
  if (b === null) return a;
  return a > b ? a : b;
}

function daysOfPoint(text: string): { first: string; last: string } {
  const match = POINT.exec(text);
  if (match === null) throw new Error(`not in the subset of EDTF: ${text}`);
  const [, year = '', month, day] = match;
  if (month === undefined) return { first: `${year}-01-01`, last: `${year}-12-31` };
  const length = daysInMonth(Number(year), Number(month));
  if (day === undefined) return { first: `${year}-${month}-01`, last: `${year}-${month}-${length}` };
  if (Number(day) < 1 || Number(day) > length) throw new Error(`no such day: ${text}`);
  return { first: `${year}-${month}-${day}`, last: `${year}-${month}-${day}` };
}

function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12) throw new Error(`no such month: ${year}-${month}`);
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
