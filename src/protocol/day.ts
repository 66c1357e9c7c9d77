/** A calendar day of the proleptic Gregorian calendar, 'YYYY-MM-DD', 0001-01-01 to 9999-12-31; compares as text. */
export type Day = `${number}-${number}-${number}`;

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days in a month of 1 to 12; 0 for any other month. */
export function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (LENGTHS[month - 1] ?? 0);
}

/** Writes a day that is known to exist; Date is not used, since it takes the years 0 to 99 for 1900 to 1999. */
export function dayOf(year: number, month: number, day: number): Day {
  const pad = (n: number, width: number) => String(n).padStart(width, '0');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as Day;
}

/** Whether a text is a day that exists, written in full. Any value is safe to pass. */
export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string') return false;
  const parts = SHAPE.exec(text);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  return year >= 1 && day >= 1 && day <= daysInMonth(year, month);
}

/** Reads one calendar day, as the Date scalar and `publishedOn` take it; white space around it is dropped. */
export function parseDay(text: string): { day: Day } | { fault: string } {
  const day = text.length > 64 ? '' : text.trim();
  if (isDay(day)) return { day };
  if (SHAPE.test(day)) {
    return {
      fault: `There is no day ${day} in the years 0001 to 9999; give one that exists, such as 2018-11-05.`,
    };
  }
  return { fault: 'This is not a calendar day; write year, month and day, such as 2018-11-05.' };
}
