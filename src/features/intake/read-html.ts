import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { languageTag } from '../../protocol/language.ts';
import { dayIn, type Found, nameIn } from './found.ts';
import { plainText, type TreeNode } from './plain-text.ts';

/** What of linkedom's document is used here; its own types want those of browsers. */
type Page = {
  document: TreeNode & {
    querySelector(selector: string): Element | null;
    querySelectorAll(selector: string): Iterable<TreeNode>;
    documentElement: Element | null;
  };
};
type Element = TreeNode & { getAttribute(name: string): string | null };

/** Elements beyond which a page is not searched for its main text. */
const ELEMENTS_MAX = 200_000;

/** Reads a page: its main text without what surrounds it, and what its metadata tell. */
export function readHtml(html: string): Found {
  const { document } = parsed(html);
  const read = (selector: string, attribute: string) =>
    document.querySelector(selector)?.getAttribute(attribute)?.trim() || null;
  const facts = {
    language: languageOf(document.documentElement?.getAttribute('lang') ?? null),
    source: read('link[rel="canonical"]', 'href') ?? read('meta[property="og:url"]', 'content'),
  };
  const dated = [...DATES.map((selector) => read(selector, 'content')), read('time[datetime]', 'datetime')];
  const whole = plainText(document);
  const ownTitle = read('meta[property="og:title"]', 'content');
  const headings = [...document.querySelectorAll('h1')].map((heading) => plainText(heading).trim());
  // What follows takes the page apart.
  const article = new Readability(document as never, {
    maxElemsToParse: ELEMENTS_MAX,
    serializer: (node) => plainText(node as TreeNode),
  }).parse();
  return {
    text: article?.content || whole,
    title: titleOf(article?.title?.trim() || null, ownTitle, headings),
    author: nameIn(article?.byline),
    publishedOn: dayIn([article?.publishedTime, ...dated].find((date) => dayIn(date))),
    publisher: article?.siteName?.trim() || null,
    ...facts,
  };
}

/** The text of a page that is all main text. */
export function textOfHtml(html: string): string {
  return plainText(parsed(`<!doctype html><html><body>${html}</body></html>`).document);
}

/** A page's title as Readability takes it, unless it names the site beside: then the page's only heading of the first rank. */
function titleOf(title: string | null, own: string | null, headings: readonly string[]): string | null {
  const [heading, another] = headings.filter((text) => text !== '');
  if (own !== null || heading === undefined || another !== undefined) return title;
  return title === null || title.includes(heading) || /\s[|–—·»-]\s/.test(title) ? heading : title;
}

/** Where pages tell the day, beside where Readability looks. */
const DATES = [
  'meta[property="article:published_time"]',
  'meta[itemprop="datePublished"]',
  'meta[name="date"]',
  'meta[name="dc.date"]',
  'meta[name="DC.date.issued"]',
  'meta[name="citation_publication_date"]',
];

function parsed(html: string): Page {
  return parseHTML(html) as unknown as Page;
}

function languageOf(tag: string | null): string | null {
  return tag === null ? null : languageTag(tag.trim().replaceAll('_', '-'));
}
