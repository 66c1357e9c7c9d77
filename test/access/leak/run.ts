import type { GraphQLSchema } from 'graphql';
import { asking, bodyOf, type Reply, tokenOf } from './ask.ts';
import type { Copy } from './copies.ts';
import { count, type Coverage } from './coverage.ts';
import { Generator } from './generate.ts';
import { Learning } from './learn.ts';
import type { Names } from './names.ts';
import { type Kind, type Operation, printOperation } from './operation.ts';
import { Pool } from './pool.ts';
import { Random } from './random.ts';
import { secretsIn } from './secrets.ts';
import { askAll, type Round, type Side, sideOf } from './sides.ts';
import type { State } from './state.ts';
import { CODER, HIDDEN_WORD, LEAD, OTHER_WORD } from './world.ts';

/** What is wrong with the answers to an operation; null where nothing is. */
export type Fault = { operation: Operation; told: string } | null;

/** Runs the same random operations on several copies of one database, of which the first is untouched. */
export class Run {
  readonly coverage: Coverage;
  readonly #random: Random;
  readonly #sides: Side[];
  readonly #state: State;
  readonly #pool: Pool;
  readonly #learning: Learning;
  readonly #generator: Generator;
  /** Operations so far, and changes whose answers were different errors. */
  count = 0;
  undecided = 0;

  private constructor(seed: number, schema: GraphQLSchema, state: State, sides: Side[]) {
    const random = new Random(seed);
    this.#random = random;
    this.#state = state;
    this.#sides = sides;
    this.#pool = new Pool(random, state.things, state.cursors);
    this.#learning = new Learning(schema, this.#pool);
    this.coverage = this.#learning.coverage;
    this.#generator = new Generator(random, schema, this.#pool, this.coverage, [
      OTHER_WORD,
      HIDDEN_WORD,
      'heir',
      'rudolf',
    ]);
  }

  /** @param copies by name, the untouched one first */
  static async start(
    seed: number,
    schema: GraphQLSchema,
    state: State,
    copies: Record<string, Copy>,
  ): Promise<Run> {
    const known = { ...state.known, since: Date.now() };
    const sides = Object.entries(copies).map(([name, copy]) => sideOf(name, copy, CODER, known));
    return new Run(seed, schema, state, await Promise.all(sides));
  }

  /** What is asked next, by what has been seen least. */
  next(): Operation {
    return this.#generator.next();
  }

  /** What is still wanted, as `wanting` tells it: in the coder's own project, where he may do everything, or in the study. */
  attempt(wanted: string): Operation {
    const [, root = '', name = '', place] = /^(\w+)\.(\w+)(.*)/.exec(wanted) ?? [];
    if (root !== 'Mutation')
      return root === '' ? this.next() : this.#generator.one(root.toLowerCase() as Kind, name, 'own');
    // Every other time what it removes is made first.
    const made = place === '' && this.count % 2 === 0 ? this.#generator.makerFor(name) : name;
    return this.#generator.one('mutation', made, place === '' ? 'own' : 'study');
  }

  /** Queries of all that some things of each type have to tell, of every place. */
  sweep(): Operation[] {
    return this.#generator.nodeTypes.flatMap((type) =>
      (['study', 'own', 'hidden', 'other'] as const).flatMap((whose) => {
        const things = this.#pool.of(type, whose);
        const some = whose === 'study' ? [...things.slice(0, 3), ...things.slice(-2)] : things.slice(0, 2);
        return [...new Set(some)].map((thing) => this.#generator.everyFieldOf(thing));
      }),
    );
  }

  /** Runs an operation everywhere. @returns what is wrong with its answers */
  async try(operation: Operation): Promise<Fault> {
    this.count += 1;
    const round = await askAll(this.#sides, operation);
    const told = this.#judge(operation, round);
    if (told !== null && !(await this.#isByChance(operation, round))) return { operation, told };
    this.#learning.from(operation, round.replies[0] as Reply, this.#sides[0]?.names as Names);
    return null;
  }

  /** Has the study's owner merge an issue or date a document: with it changes what is hidden from the coder. */
  async interlude(): Promise<void> {
    const name = this.#random.pick(['mergeIssue', 'mergeIssue', 'changeDocument']);
    const done = await this.asLead(this.#generator.one('mutation', name, 'study'));
    if (done) count(this.coverage.outcomes, `interlude ${name} done`);
  }

  /**
   * Runs a mutation as the study's owner. What he is answered is his to see, and is not compared.
   *
   * @returns whether it was done on all copies
   */
  async asLead(operation: Operation): Promise<boolean> {
    const types = await Promise.all(
      this.#sides.map(async ({ copy, names }) => {
        const sent = printOperation(operation, (name) => names.text(name));
        const { data } = bodyOf(await asking(copy.url, tokenOf(LEAD))(sent));
        return data?.[operation.root[0]?.alias ?? '']?.['__typename'] as string | undefined;
      }),
    );
    return types.every((type) => type !== undefined && !this.#learning.isError(type));
  }

  /** The same operation again, for finding the least part of it that is at fault. */
  async again(operation: Operation): Promise<string | null> {
    const round = await askAll(this.#sides, operation);
    const told = this.#judge(operation, round);
    return told !== null && (await this.#isByChance(operation, round)) ? null : told;
  }

  /**
   * Where several fields fail that leave the same gap, GraphQL tells of the one that failed first. So answers that hold the same
   * data differ in their errors only if none is the same in several tries; of a change, which cannot be tried again, they are
   * counted.
   */
  async #isByChance(operation: Operation, { replies, normal, sent }: Round): Promise<boolean> {
    const data = replies.map((reply, at) =>
      this.#sides[at]?.names.normal(JSON.stringify(bodyOf(reply).data ?? null)),
    );
    const failed =
      replies.every((reply) => bodyOf(reply).errors !== undefined) && data.every((one) => one === data[0]);
    if (!failed || replies.some((reply) => this.#secretsIn(reply, sent).length > 0)) return false;
    if (operation.kind !== 'query') return (this.undecided += 1) > 0;
    const seen = normal.map((text) => new Set([text]));
    for (let tries = 0; tries < 8; tries++) {
      if ([...(seen[0] ?? [])].some((text) => seen.every((texts) => texts.has(text)))) return true;
      const round = await askAll(this.#sides, operation);
      round.normal.forEach((text, at) => seen[at]?.add(text));
    }
    return false;
  }

  /** The operation as the untouched copy is sent it. */
  printed(operation: Operation): string {
    const { query, variables } = printOperation(
      operation,
      (name) => this.#sides[0]?.names.text(name) ?? name,
    );
    return `${query}\n${JSON.stringify(variables)}`;
  }

  /** What an answer tells that it must not, or in what the answers differ. */
  #judge({ kind }: Operation, { replies, normal, sent }: Round): string | null {
    for (const [at, reply] of replies.entries()) {
      const secrets = this.#secretsIn(reply, sent);
      if (secrets.length > 0) return `${this.#sides[at]?.name} told ${secrets.join(', ')}: ${reply.text}`;
    }
    const other = normal.findIndex((text) => text !== normal[0]);
    if (other >= 0) return `untouched: ${normal[0]}\n${this.#sides[other]?.name}: ${normal[other]}`;
    // What is read of a change's outcome may hold a cursor that fits no list; where nothing is written, that is told.
    const failed = kind !== 'mutation' && replies.find(({ text }) => text.includes('INTERNAL_SERVER_ERROR'));
    return failed ? `it failed: ${failed.text}` : null;
  }

  #secretsIn(reply: Reply, sent: readonly string[]): string[] {
    return secretsIn(this.#state.secrets, [reply.headers, bodyOf(reply)], sent);
  }
}
