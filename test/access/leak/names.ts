import { openCursor } from '../../../src/feed/cursor.ts';

/** What every copy of the database held when the runs began. */
export type Known = {
  ids: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
  /** The end of each project's log as the coder of the untouched copy is told it. */
  heads: ReadonlyMap<number, number>;
  /** When the runs began: times from then on differ from copy to copy. */
  since: number;
};

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z`;
const PARTS = new RegExp(
  String.raw`(?<uuid>${UUID})|(?<time>${TIME})|(?<token>[A-Za-z0-9_+/-]{16,}={0,2})|(?<number>(?<![\w.-])\d{7,16}(?![\w.]))`,
  'g',
);
const SECRET = /^(dem_)?[A-Za-z0-9_-]{43}$/;
const INNER = new RegExp(String.raw`(?<uuid>${UUID})|(?<number>(?<!\d)\d{7,16}(?!\d))`, 'g');

/**
 * Tells answers of two copies apart by what they say alone. What was there when the runs began is left as it is, letter for
 * letter. What came later and is random (ids, project numbers, sealed cursors) is called by the order in which this copy
 * told it first, and later times by one word. Ids and cursors in base64 are looked into.
 */
export class Names {
  readonly #known: Known;
  readonly #calls = new Map<string, string>();
  readonly #texts = new Map<string, string>();
  readonly #sealed = new Map<string, boolean>();
  /** The keys of the projects' cursors, those of later ones too. */
  keys: ReadonlyMap<number, Uint8Array> = new Map();

  constructor(known: Known) {
    this.#known = known;
  }

  /** A text with what is random in it called by names. */
  normal(text: string): string {
    return text.replace(PARTS, (found, ...rest) => {
      const { uuid, time, token } = rest.at(-1) as Record<string, string | undefined>;
      if (time) return Date.parse(time) >= this.#known.since ? '‹now›' : time;
      if (token) return this.#token(token);
      return uuid ? this.#id(uuid) : this.#number(found);
    });
  }

  /** The text that a name stands for in this copy; what is no name, as it is. */
  text(name: string): string {
    return name.includes('‹') ? (this.#texts.get(name) ?? name) : name;
  }

  #token(token: string): string {
    const inner = plainOf(token);
    if (inner !== null) {
      const normal = this.normal(inner);
      if (normal === inner) return token;
      return this.#remember(`‹${normal}›`, token);
    }
    // Of invitations and tokens the text is told once, as they are made.
    if (SECRET.test(token)) return this.#remember(this.#call('secret', token), token);
    if (this.#isLateCursor(token)) return this.#remember(this.#call('cursor', token), token);
    return token.replace(INNER, (found, ...rest) =>
      (rest.at(-1) as Record<string, string | undefined>)['uuid'] ? this.#id(found) : this.#number(found),
    );
  }

  #id(uuid: string): string {
    return this.#known.ids.has(uuid) ? uuid : this.#remember(this.#call('id', uuid), uuid);
  }

  #number(number: string): string {
    return this.#known.numbers.has(number) ? number : this.#remember(this.#call('number', number), number);
  }

  /** Whether it is a cursor of a place that no log had reached when the runs began. */
  #isLateCursor(token: string): boolean {
    if (token.length !== 22) return false;
    const found = this.#sealed.get(token) ?? this.#open(token);
    this.#sealed.set(token, found);
    return found;
  }

  #open(token: string): boolean {
    for (const [project, key] of this.keys) {
      const seq = openCursor(key, project, token);
      if (seq !== null) return seq > (this.#known.heads.get(project) ?? -1);
    }
    return false;
  }

  #call(kind: string, text: string): string {
    const name = this.#calls.get(text) ?? `‹${kind} ${this.#calls.size}›`;
    this.#calls.set(text, name);
    return name;
  }

  #remember(name: string, text: string): string {
    this.#texts.set(name, text);
    return name;
  }
}

/** What a text in base64 says, where that is something to read; null for anything else. */
export function plainOf(token: string): string | null {
  const bytes = Buffer.from(token, 'base64');
  if (bytes.toString('base64url') !== token.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''))
    return null;
  const plain = bytes.toString('utf8');
  return /^[\p{L}\p{N}\p{P}\p{S}\p{Z}]+$/u.test(plain) && !plain.includes('\ufffd') ? plain : null;
}
