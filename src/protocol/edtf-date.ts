import { parse, type ParsedDate, type ParsedInterval } from 'edtf';
import { dayOf, daysInMonth, type Day } from './day.ts';
import { EDTF_MAX } from './limits.ts';
import { quoted } from './text.ts';

export { isDay, parseDay, type Day } from './day.ts';

/**
 * A date as a text gives it. `earliest` is null where the start is open or unknown, `latest` where the end is;
 * never both. `~`, `?` and `%` stay in `text` and widen nothing.
 */
export type EdtfDate = {
  text: string;
  earliest: Day | null;
  latest: Day | null;
  openStart: boolean;
  openEnd: boolean;
};

type Span = { earliest: Day; latest: Day };

/**
 * EDTF names seasons 21 to 24 without a hemisphere. They are taken as the meteorological seasons of the northern
 * one, where most of what is coded happens: whole months, so that a season ends where a month does. Winter belongs
 * to the year it begins in, as in "the winter of 2018" that lasts into 2019. Who means another span writes it out:
 * 2018-01/2018-03.
 */
const SEASONS: Record<number, [from: number, until: number]> = {
  21: [3, 5],
  22: [6, 8],
  23: [9, 11],
  24: [12, 14],
};

/** Bits of the parser's mask over YYYYMMDD. */
const UNSPECIFIED_YEAR = 0b0000_1111;
const UNSPECIFIED_MONTH = 0b0011_0000;
const UNSPECIFIED_DAY = 0b1100_0000;

/**
 * Reads an EDTF date of level 1 (ISO 8601-2): a day, month, year, season, one with unspecified digits, or an
 * interval of days, months and years with at most one open or unknown end. Times of day are not kept.
 *
 * @returns the date, or a sentence that says what is wrong and shows what is right. Never throws.
 */
export function parseEdtf(text: string): EdtfDate | string {
  if (text.length > EDTF_MAX) {
    return `A date has at most ${EDTF_MAX} characters; give the date alone, such as 2018-09 or 2018-09-26.`;
  }
  const trimmed = text.trim();
  if (trimmed === '') return 'The date is empty; leave it out, or give one such as 2018-09 or 2018-09-26.';
  const parsed = parseLevel1(trimmed);
  if (typeof parsed === 'string') return parsed;
  if (parsed.type !== 'Interval') {
    const span = spanOf(parsed, trimmed);
    return typeof span === 'string' ? span : { text: trimmed, ...span, openStart: false, openEnd: false };
  }
  return intervalOf(parsed, trimmed);
}

/**
 * Closes an open end at the document's day, or at the interval's own start where that is later or the document is
 * undated. An open start stays open. PostgreSQL does the same in a trigger when a document's date changes: change
 * both together.
 *
 * @throws RangeError if both ends are open, which `parseEdtf` never returns
 */
export function closeEdtf(
  date: Pick<EdtfDate, 'earliest' | 'latest'>,
  documentDay: Day | null,
): { earliest: Day | null; latest: Day } {
  const { earliest, latest } = date;
  if (latest !== null) return { earliest, latest };
  if (earliest === null) throw new RangeError('A date cannot be open at both ends');
  return { earliest, latest: documentDay !== null && documentDay > earliest ? documentDay : earliest };
}

function parseLevel1(text: string): ParsedDate | ParsedInterval | string {
  try {
    return parse(text, { level: 1 });
  } catch {
    return whyNot(text);
  }
}

function intervalOf(parsed: ParsedInterval, text: string): EdtfDate | string {
  const [start, end] = parsed.values.map((value) => (typeof value === 'object' ? value : null));
  if (!start && !end) {
    return `${quoted(text)} is open at both ends and dates nothing; leave it out, or give one end, such as 2003/.. or ../2018-11-05.`;
  }
  const first = start && spanOf(start, text);
  const last = end && spanOf(end, text);
  if (typeof first === 'string') return first;
  if (typeof last === 'string') return last;
  if (first && last && first.earliest > last.latest) {
    return `${quoted(text)} ends before it starts; put the earlier date first, such as 1970/1989.`;
  }
  return {
    text,
    earliest: first?.earliest ?? null,
    latest: last?.latest ?? null,
    openStart: !first,
    openEnd: !last,
  };
}

/** First and last day of one date, or the fault. */
function spanOf(date: ParsedDate, text: string): Span | string {
  const [year = 0, second, third] = date.values;
  const mask = date.unspecified ?? 0;
  if (date.type === 'Century')
    return `${quoted(text)} is two digits; write the year with four, or a century as 20XX.`;
  if (date.values.length > 3) {
    return `${quoted(text)} has a time of day, which is not kept; give the day alone, such as 2018-09-26.`;
  }
  if ((mask & UNSPECIFIED_YEAR) === UNSPECIFIED_YEAR) {
    return `${quoted(text)} names no year; leave the date out, or give at least the century, such as 20XX.`;
  }
  // The parser knows the two masks 201X and 20XX at level 1.
  const years = (mask & UNSPECIFIED_YEAR) === 0 ? 0 : (mask & 0b0100) !== 0 ? 99 : 9;
  let [from, until] = [1, 12];
  if (date.type === 'Season') [from, until] = SEASONS[second ?? 0] ?? [from, until];
  else if (second !== undefined && (mask & UNSPECIFIED_MONTH) === 0) [from, until] = [second + 1, second + 1];
  const lastYear = year + years + (until > 12 ? 1 : 0);
  const lastMonth = until > 12 ? until - 12 : until;
  if (year < 1 || lastYear > 9999) {
    return `${quoted(text)} reaches outside the years 0001 to 9999; give a date within them, such as 2018-09.`;
  }
  if (date.type !== 'Date' || third === undefined || (mask & UNSPECIFIED_DAY) !== 0) {
    return {
      earliest: dayOf(year, from, 1),
      latest: dayOf(lastYear, lastMonth, daysInMonth(lastYear, lastMonth)),
    };
  }
  // The parser lets 29 February pass in every year.
  if (third > daysInMonth(year, from)) return noSuchDay(text);
  return { earliest: dayOf(year, from, third), latest: dayOf(year, from, third) };
}

/** The parser's own message names a column and nothing else; the commonest slips get a sentence that helps. */
function whyNot(text: string): string {
  if (/^-?\d{4}-\d\d-\d\d[~?%]?$/.test(text)) return noSuchDay(text);
  if (/^-?\d{4}-\d\d[~?%]?$/.test(text)) {
    const season = /-2[1-4][~?%]$/.test(text);
    if (season)
      return `${quoted(text)} marks a season, which takes none of ~ ? %; leave the mark out: 2018-21.`;
    return `${quoted(text)} names no month; months are 01 to 12, seasons 21 to 24, such as 2018-09.`;
  }
  if (text.includes('/')) {
    return (
      `${quoted(text)} is no interval that can be read; join two days, months or years by one slash, either end ` +
      'open at most, such as 2018-06/2018-11-05, 2003/.. or ../2018-11-05.'
    );
  }
  return `${quoted(text)} is no EDTF date of level 1; write such as 2018, 2018-09, 2018-09-26, 2018-09~, 201X or 2018-06/2018-11-05.`;
}

function noSuchDay(text: string): string {
  return `${quoted(text)} holds a day that does not exist; give one that does, such as 2018-02-28.`;
}
