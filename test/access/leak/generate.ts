import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import type { Coverage } from './coverage.ts';
import { depthIn, idTypesOf, makes, nodeTypesOf } from './schema-types.ts';
import { everyFieldOf } from './sweep.ts';
import { subjectOf } from './hints.ts';
import {
  type Argument,
  type Field,
  isField,
  type Kind,
  leaf,
  type Operation,
  type Selection,
} from './operation.ts';
import type { Pool, Thing, Whose } from './pool.ts';
import type { Random } from './random.ts';
import { type Place, Values } from './values.ts';

type Budget = { fields: number };

/** How often what is asked, and about what. */
const KINDS: Record<Kind, number> = { query: 0.5, mutation: 0.48, subscription: 0.02 };
const HOMES: Partial<Record<Whose, number>> = {
  study: 0.55,
  own: 0.2,
  made: 0.05,
  other: 0.13,
  hidden: 0.07,
};
/** Fields of queries that lead further than others. */
const ENTRANCES: Record<string, number> = { project: 4, node: 4 };

/** Random operations of a schema, those rather of which least has been seen. */
export class Generator {
  readonly #random: Random;
  readonly #schema: GraphQLSchema;
  readonly #coverage: Coverage;
  readonly #values: Values;
  readonly nodeTypes: readonly string[];
  readonly #idTypes: readonly string[];

  constructor(
    random: Random,
    schema: GraphQLSchema,
    pool: Pool,
    coverage: Coverage,
    sought: readonly string[],
  ) {
    this.#random = random;
    this.#schema = schema;
    this.#coverage = coverage;
    this.nodeTypes = nodeTypesOf(schema);
    this.#idTypes = idTypesOf(schema);
    this.#values = new Values(random, pool, this.nodeTypes, sought);
  }

  /** What is asked or written next, by what has been seen least. */
  next(): Operation {
    const random = this.#random;
    const kind = random.weighted<Kind>(['query', 'mutation', 'subscription'], (one) => KINDS[one]);
    const root = this.#rootOf(kind);
    const name = random.weighted(Object.keys(root.getFields()), (name) =>
      kind === 'query' ? (ENTRANCES[name] ?? 1) : this.#coverage.wish(`${root.name}.${name}`),
    );
    const home = random.weighted(Object.keys(HOMES) as Whose[], (one) => HOMES[one] ?? 0);
    // In his own project the coder may do everything.
    const elsewhere = this.#coverage.isInVain(`${root.name}.${name}`) && random.chance(0.6);
    return this.one(kind, name, elsewhere ? 'own' : home);
  }

  /** An operation that begins with one field and is for the most part about things of one place. */
  one(kind: Kind, name: string, home: Whose): Operation {
    const root = this.#rootOf(kind);
    const field = root.getFields()[name];
    if (!field) throw new Error(`${root.name} has no field ${name}`);
    const made = this.#field(root, field, name, { fields: 32 }, 6, home);
    // By its cursor a subscriber knows where it is.
    if (kind === 'subscription') made.below.push(leaf(getNamedType(field.type).name, 'cursor'));
    return { kind, root: [made] };
  }

  /** A query of all that a thing has to tell. */
  everyFieldOf(thing: Thing): Operation {
    return everyFieldOf(this.#schema, this.#values, thing);
  }

  /** The mutation that makes what another removes; where it removes nothing, itself. */
  makerFor(mutation: string): string {
    const type = /^(remove|revoke)/.test(mutation) ? subjectOf(mutation, this.#idTypes) : null;
    const made = Object.values(this.#rootOf('mutation').getFields()).find(({ name, type: gives }) => {
      const result = getNamedType(gives);
      return (
        !/^(change|merge|revoke)/.test(name) &&
        isUnionType(result) &&
        result.getTypes().some((one) => makes(one, type))
      );
    });
    return made?.name ?? mutation;
  }

  #rootOf(kind: Kind): GraphQLObjectType {
    const root =
      kind === 'query'
        ? this.#schema.getQueryType()
        : kind === 'mutation'
          ? this.#schema.getMutationType()
          : this.#schema.getSubscriptionType();
    if (!root) throw new Error(`the schema has no ${kind}`);
    return root;
  }

  #field(
    owner: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    alias: string,
    budget: Budget,
    depth: number,
    home: Whose,
  ): Field {
    const { name, args, type } = field;
    budget.fields -= 1;
    const place = this.#placeOf(owner, field, home);
    return {
      of: owner.name,
      name,
      alias,
      args: this.#chosen(args).map((arg) => this.#argument(arg, place)),
      below: isCompositeType(getNamedType(type)) ? this.#below(getNamedType(type), budget, depth, home) : [],
    };
  }

  /** What ids and slugs of a field's arguments name: what a mutation is about, or what the field gives. */
  #placeOf(
    { name: owner }: GraphQLObjectType,
    { name, type }: GraphQLField<unknown, unknown>,
    home: Whose,
  ): Place {
    const writes = owner === 'Mutation';
    const gives = getNamedType(type);
    const subject = writes ? subjectOf(name, this.#idTypes) : null;
    const ids = subject ? [subject] : this.nodeTypes.includes(gives.name) ? [gives.name] : this.nodeTypes;
    // A query of any node asks for each type in turn.
    const first =
      ids.length > 1
        ? this.#random.weighted(ids, (type) => 1 / (1 + (this.#coverage.nodes.get(type) ?? 0)))
        : ids[0];
    return {
      home,
      writes,
      early: this.#random.chance(0.4),
      removal: /^(remove|revoke)/.test(name),
      ids: [first as string, ...ids],
    };
  }

  #chosen(args: readonly GraphQLArgument[]): GraphQLArgument[] {
    const random = this.#random;
    const backward = random.chance(0.2);
    return args.filter(({ name, type }) => {
      if (isNonNullType(type)) return true;
      // What is not asked for page by page would be answered with as many as fit one.
      if (name === 'first') return !backward;
      if (name === 'last') return backward;
      if (name === 'after') return !backward && random.chance(0.1);
      if (name === 'before') return backward && random.chance(0.1);
      return random.chance(0.25);
    });
  }

  #argument({ name, type }: GraphQLArgument, place: Place): Argument {
    const paging = (name === 'first' || name === 'last') && !isNonNullType(type);
    const value = paging ? 1 + this.#random.int(4) : this.#values.of(type, name, place);
    const named = getNamedType(type);
    const written =
      isScalarType(named) && !isEnumType(named) && typeof value !== 'object' && this.#random.chance(0.2);
    return { name, type: String(type), value, written };
  }

  #below(type: GraphQLNamedType, budget: Budget, depth: number, home: Whose): Selection[] {
    if (isAbstractType(type)) return this.#branches(type, budget, depth, home);
    if (!isObjectType(type)) return [];
    return this.#fields(type, budget, depthIn(type, depth), home, (name) => name);
  }

  #branches(
    type: GraphQLNamedType & Parameters<GraphQLSchema['getPossibleTypes']>[0],
    budget: Budget,
    depth: number,
    home: Whose,
  ) {
    const possible = this.#schema.getPossibleTypes(type);
    const name: Field = { of: type.name, name: '__typename', alias: '__typename', args: [], below: [] };
    const wanted =
      possible.length <= 4
        ? possible
        : Array.from({ length: 2 }, () =>
            this.#random.weighted(possible, ({ name }) => 1 / (1 + (this.#coverage.nodes.get(name) ?? 0))),
          );
    const ids: Selection[] = isInterfaceType(type) && type.getFields()['id'] ? [leaf(type.name, 'id')] : [];
    const branches = [...new Set(wanted)].map((one) => ({
      on: one.name,
      named: this.#random.chance(0.3),
      // Of two types, fields of one name may differ in what they give.
      below: this.#fields(one, budget, depthIn(one, depth), home, (name) => `${name}Of${one.name}`),
    }));
    return [name, ...ids, ...branches];
  }

  #fields(
    type: GraphQLObjectType,
    budget: Budget,
    depth: number,
    home: Whose,
    aliasOf: (name: string) => string,
  ): Selection[] {
    const random = this.#random;
    const all = Object.values(type.getFields());
    const isPart = all.some(({ name }) => ['pageInfo', 'cursor', 'faults'].includes(name)) && all.length < 8;
    const leaves = all.filter((field) => !isCompositeType(getNamedType(field.type)));
    const possible = depth > 0 && budget.fields > 0 ? all : leaves;
    const wanted = isPart ? possible.length : 2 + random.int(4);
    const chosen = new Set<GraphQLField<unknown, unknown>>();
    // By these the next operations name and change what was found.
    for (const field of leaves) {
      if (field.name === 'code' || (['id', 'version', 'slug'].includes(field.name) && random.chance(0.7)))
        chosen.add(field);
    }
    for (let at = 0; at < wanted && at < possible.length; at++) {
      chosen.add(
        random.weighted(possible, ({ name }) => 1 / (1 + this.#coverage.countOf(`${type.name}.${name}`))),
      );
    }
    const selections: Selection[] = [...chosen].map((field) =>
      this.#field(type, field, aliasOf(field.name), budget, isPart ? depth : depth - 1, home),
    );
    if (selections.length === 0) return [leaf(type.name, '__typename')];
    const again = selections.find(isField);
    if (again && again.args.length > 0 && random.chance(0.2)) {
      const field = type.getFields()[again.name] as GraphQLField<unknown, unknown>;
      selections.push(this.#field(type, field, `${again.alias}Again`, budget, depth - 1, home));
    }
    const cut = random.chance(0.15) ? random.int(selections.length) : selections.length;
    const [plain, rest] = [selections.slice(0, cut), selections.slice(cut)];
    return rest.length > 0 ? [...plain, { on: type.name, named: random.chance(0.5), below: rest }] : plain;
  }
}
