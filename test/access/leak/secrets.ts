import { plainOf } from './names.ts';

/** What an answer must not hold: ids, numbers and cursors, and words in texts of what is hidden. */
export type Secrets = {
  ids: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
  cursors: ReadonlySet<string>;
  words: readonly string[];
};

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const TOKEN = /[A-Za-z0-9_+/-]{16,}={0,2}/g;
const NUMBER = /\d{7,16}/g;

/**
 * The secrets in an answer. What the client has sent may be quoted in a message, as what is not there; outside quotation marks
 * it is told.
 *
 * @param sent the texts that the client sent
 */
export function secretsIn(secrets: Secrets, answer: unknown, sent: readonly string[]): string[] {
  return [...new Set(leaves(answer).flatMap((leaf) => secretsOf(secrets, withoutQuotes(leaf, sent))))];
}

function secretsOf(secrets: Secrets, text: string): string[] {
  const small = text.toLowerCase();
  const tokens = text.match(TOKEN) ?? [];
  return [
    ...secrets.words.filter((word) => small.includes(word)),
    ...(text.match(UUID) ?? []).filter((id) => secrets.ids.has(id)),
    ...(text.match(NUMBER) ?? []).filter((number) => secrets.numbers.has(number)),
    ...tokens.filter((token) => secrets.cursors.has(token)),
    ...tokens.flatMap((token) => {
      const plain = plainOf(token);
      return plain === null ? [] : secretsOf(secrets, plain);
    }),
  ];
}

function leaves(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  if (Array.isArray(value)) return value.flatMap(leaves);
  return Object.entries(value).flatMap(([key, one]) => [key, ...leaves(one)]);
}

/** Messages quote at most so many characters of what was sent. */
const QUOTED = [40, 80, 120];

function withoutQuotes(text: string, sent: readonly string[]): string {
  if (!text.includes('"')) return text;
  return sent.reduce((left, one) => {
    const cut = QUOTED.flatMap((length) =>
      one.length > length ? [`"${one.slice(0, length)}…"`, `"${one.slice(0, length)}"`] : [],
    );
    return [`"${one}"`, ...cut].reduce((rest, quote) => rest.replaceAll(quote, '""'), left);
  }, text);
}
