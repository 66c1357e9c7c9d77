import { isDay } from '../../protocol/day.ts';

/** What a file holds: its text, and what it tells of itself; null where it tells nothing. */
export type Found = {
  text: string;
  title: string | null;
  author: string | null;
  publishedOn: string | null;
  language: string | null;
  publisher: string | null;
  source: string | null;
};

/** A file's text alone. */
export function textAlone(text: string): Found {
  return {
    text,
    title: null,
    author: null,
    publishedOn: null,
    language: null,
    publisher: null,
    source: null,
  };
}

/** The day at the front of a date such as 2018-11-05T09:00:00Z, as the page's own clock gives it; null where there is none. */
export function dayIn(date: string | null | undefined): string | null {
  const day = date?.trim().slice(0, 10);
  return isDay(day) ? day : null;
}

/** A name without “By” before it; null where there is none, or an address stands in its place. */
export function nameIn(byline: string | null | undefined): string | null {
  const name = byline
    ?.replace(/\s+/g, ' ')
    .trim()
    .replace(/^by:?\s+/i, '');
  return name && !/^https?:/i.test(name) ? name : null;
}
