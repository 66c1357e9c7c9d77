/** Characters of all documents together that are kept; what is parsed of them takes some twenty times as much memory. */
const CHARACTERS_MAX = 1_000_000;
/** Characters of one that is kept: longer ones are hardly sent twice. */
const ONE_MAX = 20_000;

/** Parsed documents by their text: the last ones used, within a bound in characters and not in number alone. */
export function createDocumentCache<Value>(): {
  get(text: string): Value | undefined;
  set(text: string, value: Value): void;
} {
  const kept = new Map<string, Value>();
  let characters = 0;
  const drop = (text: string): void => {
    if (kept.delete(text)) characters -= text.length;
  };
  return {
    get(text) {
      const value = kept.get(text);
      if (value !== undefined) {
        kept.delete(text);
        kept.set(text, value);
      }
      return value;
    },
    set(text, value) {
      if (text.length > ONE_MAX) return;
      drop(text);
      kept.set(text, value);
      characters += text.length;
      for (const oldest of kept.keys()) {
        if (characters <= CHARACTERS_MAX) break;
        drop(oldest);
      }
    },
  };
}
