import { type GraphQLSchema, isObjectType } from 'graphql';
import { bodyOf, type Reply } from './ask.ts';
import { count, Coverage } from './coverage.ts';
import type { Names } from './names.ts';
import type { Operation } from './operation.ts';
import type { Pool, Thing, Whose } from './pool.ts';
import { toldIn } from './walk.ts';

/** Takes from answers what later operations can name, and counts what has been seen. */
export class Learning {
  readonly coverage = new Coverage();
  readonly #schema: GraphQLSchema;
  readonly #pool: Pool;

  constructor(schema: GraphQLSchema, pool: Pool) {
    this.#schema = schema;
    this.#pool = pool;
  }

  /** @param names by which ids are called that the answer tells */
  from(operation: Operation, reply: Reply, names: Names): void {
    const { coverage } = this;
    const [root] = operation.root;
    if (!root) return;
    const key = `${root.of}.${root.name}`;
    count(coverage.called, key);
    const bodies = reply.text.startsWith('[') ? (JSON.parse(reply.text) as any[]) : [bodyOf(reply)];
    for (const { data, errors } of bodies) {
      const objects = data ? toldIn(operation.root, data) : [];
      const result = data?.[root.alias];
      const failed = objects.find(({ type }) => type === result?.['__typename'] && this.isError(type));
      const code =
        failed?.fields.find(({ field }) => field.name === 'code')?.value ?? errors?.[0]?.extensions?.code;
      const succeeded =
        result !== null && result !== undefined && errors === undefined && failed === undefined;
      if (succeeded) count(coverage.succeeded, key);
      count(
        coverage.outcomes,
        `${this.#targetOf(operation)} ${key} ${succeeded ? 'done' : (code ?? 'null')}`,
      );
      for (const { type, fields } of objects) {
        const told = new Map<string, unknown>();
        for (const { field, value } of fields) {
          if (field.name !== '__typename') count(coverage.fields, `${type}.${field.name}`);
          told.set(field.name, value);
          if (/cursor/i.test(field.name) && typeof value === 'string')
            this.#pool.learnCursor(names.normal(value));
        }
        const id = told.get('id');
        if (typeof id !== 'string') continue;
        if (type === 'Removed') this.#pool.remove(names.normal(id));
        else this.#learnThing(type, id, names.normal(id), told);
      }
    }
  }

  /** Whether a type is one of those that tell what was wrong. */
  isError(type: string): boolean {
    const found = this.#schema.getType(type);
    return isObjectType(found) && found.getInterfaces().some(({ name }) => name === 'Error');
  }

  #learnThing(type: string, id: string, name: string, told: ReadonlyMap<string, unknown>): void {
    count(this.coverage.nodes, type);
    const slug = told.get('slug');
    const version = told.get('version');
    const thing: Thing = { type, id: name, whose: this.#whoseIs(id) };
    if (typeof slug === 'string') thing.slug = slug;
    if (typeof version === 'number') thing.version = version;
    this.#pool.learn(thing);
  }

  /** Whatever else a coder is told lies in a project that he made. */
  #whoseIs(id: string): Whose {
    const number = projectIn(id);
    const whose = (['study', 'own'] as const).find(
      (one) => projectIn(this.#pool.of('Project', one)[0]?.id ?? '') === number,
    );
    return whose ?? 'made';
  }

  /** In which project a mutation writes. */
  #targetOf({ root }: Operation): Whose | 'none' {
    const input = root[0]?.args[0]?.value as Record<string, unknown> | undefined;
    const named = [input?.['id'], input?.['project'], input?.['consequent']].find(
      (one) => typeof one === 'string',
    );
    if (named === undefined) return 'none';
    const bySlug = (['study', 'own', 'made', 'other'] as const).find((whose) =>
      this.#pool.of('Project', whose).some(({ slug }) => slug === named),
    );
    return this.#pool.whoseIs(named as string) ?? bySlug ?? 'none';
  }
}

/** The number of the project in a global id. */
function projectIn(id: string): string | undefined {
  return atob(id.replaceAll('-', '+').replaceAll('_', '/')).split(':')[1];
}
