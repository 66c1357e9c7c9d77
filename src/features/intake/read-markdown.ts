import { Marked } from 'marked';
import { dayIn, type Found, nameIn, textAlone } from './found.ts';
import { textOfHtml } from './read-html.ts';

const markdown = new Marked({ async: false, gfm: true });

/**
 * Reads Markdown: its text without the marks, its title from the front matter or the first heading. Of front matter, lines of
 * the form `key: value` are read, not the whole of YAML.
 */
export function readMarkdown(source: string): Found {
  const { facts, body } = splitFrontMatter(source.replace(/^\ufeff/, ''));
  const tokens = markdown.lexer(body);
  const heading = tokens.find((token) => token.type === 'heading' && token['depth'] === 1);
  return {
    ...textAlone(textOfHtml(markdown.parser(tokens))),
    title: facts.get('title') ?? (heading ? textOfHtml(markdown.parser([heading])) : null),
    author: nameIn(facts.get('author')),
    publishedOn: dayIn(facts.get('date') ?? facts.get('published')),
    language: facts.get('lang') ?? facts.get('language') ?? null,
    publisher: facts.get('publisher') ?? null,
    source: facts.get('source') ?? facts.get('url') ?? null,
  };
}

/** The lines between two of three hyphens at the very front, and what follows. */
function splitFrontMatter(source: string): { facts: Map<string, string>; body: string } {
  const facts = new Map<string, string>();
  const block = /^---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(source);
  for (const line of block?.[1]?.split(/\r?\n/) ?? []) {
    const [, key = '', value = ''] = /^([A-Za-z][\w-]*):[ \t]+(.*)$/.exec(line) ?? [];
    const plain = unquoted(value.trim());
    if (plain !== '') facts.set(key.toLowerCase(), plain);
  }
  return { facts, body: block ? source.slice(block[0].length) : source };
}

function unquoted(value: string): string {
  const inner = /^(["'])(.*)\1$/.exec(value)?.[2];
  return (inner ?? value.replace(/\s+#.*$/, '')).trim();
}
