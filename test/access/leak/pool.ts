import type { Random } from './random.ts';

/**
 * Where a thing lies, as the coder sees it: in the study that he codes in, in his own project, in one that he made during the
 * run, on another's hidden layer of the study, in the project that he must not know of, or nowhere any more.
 */
export type Whose = 'study' | 'own' | 'made' | 'hidden' | 'other' | 'gone';

/** Something that an operation can name. Its id is the name that all copies share, see `Names`. */
export type Thing = {
  type: string;
  id: string;
  whose: Whose;
  slug?: string | undefined;
  version?: number;
  /** Whether it is the coder's own account. */
  isSelf?: boolean;
};

/** Things of a type and place kept beyond those that were there at the start. */
const LEARNT_MAX = 40;

/** Everything that operations can name: at first what is in the database, then also what answers tell. */
export class Pool {
  readonly #byId = new Map<string, Thing>();
  readonly #by = new Map<string, Thing[]>();
  readonly #started = new Set<string>();
  readonly cursors: string[] = [];
  readonly #random: Random;

  constructor(random: Random, things: readonly Thing[], cursors: readonly string[]) {
    this.#random = random;
    for (const thing of things) {
      this.learn(thing);
      this.#started.add(thing.id);
    }
    this.cursors.push(...cursors);
  }

  learn(thing: Thing): void {
    const known = this.#byId.get(thing.id);
    if (known) {
      if (thing.slug !== undefined) known.slug = thing.slug;
      if (thing.version !== undefined) known.version = thing.version;
      return;
    }
    const list = this.of(thing.type, thing.whose);
    this.#byId.set(thing.id, thing);
    list.push(thing);
    if (list.length < LEARNT_MAX) return;
    const learnt = list.filter(({ id }) => !this.#started.has(id));
    if (learnt.length >= LEARNT_MAX) this.#forget(this.#random.pick(learnt));
  }

  /** A thing that has been removed may still be named. */
  remove(id: string): void {
    const thing = this.#byId.get(id);
    if (!thing || thing.whose === 'gone') return;
    this.#forget(thing);
    this.learn({ ...thing, whose: 'gone' });
  }

  learnCursor(cursor: string): void {
    if (this.cursors.length < 400) this.cursors.push(cursor);
    else this.cursors[this.#random.int(400)] = cursor;
  }

  of(type: string, whose: Whose): Thing[] {
    const key = `${type} ${whose}`;
    const found = this.#by.get(key) ?? [];
    this.#by.set(key, found);
    return found;
  }

  /** Those of some things that were there when the runs began, or those that came later. */
  since(things: readonly Thing[], start: 'before' | 'after'): Thing[] {
    return things.filter(({ id }) => this.#started.has(id) === (start === 'before'));
  }

  /** The last things of a type that the coder made where he may do everything. */
  lateOf(type: string): Thing[] {
    const made = [...this.of(type, 'own'), ...this.of(type, 'made')];
    return this.since(made, 'after').slice(-3);
  }

  versionOf(id: string): number | undefined {
    return this.#byId.get(id)?.version;
  }

  whoseIs(id: string): Whose | undefined {
    return this.#byId.get(id)?.whose;
  }

  #forget(thing: Thing): void {
    const list = this.of(thing.type, thing.whose);
    list.splice(list.indexOf(thing), 1);
    this.#byId.delete(thing.id);
    this.#started.delete(thing.id);
  }
}
