import {
  getNamedType,
  getNullableType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLScalarType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { encodeGlobalId, type NodeType } from '../../../src/protocol/global-id.ts';
import { scalarFor, typeNamedBy, WORDS } from './hints.ts';
import type { Pool, Thing, Whose } from './pool.ts';
import type { Random } from './random.ts';

/** Where a value is wanted: at which root field or field, and what its `id` and `slug` name. */
export type Place = {
  /** Which things are named for the most part. */
  home: Whose;
  /** The node types that an `id` may be of, the likeliest first; and which a slug names. */
  ids: readonly string[];
  /** Whether slugs and texts are what is written, and not what is sought. */
  writes: boolean;
  /** Whether something is removed; the coder's own project and what it began with are spared, as later things hang on them. */
  removal: boolean;
  /** Whether only things are named that were there when the runs began, which fit each other better than others do. */
  early: boolean;
};

/** Random values for arguments and inputs, by their types and names. */
export class Values {
  readonly #random: Random;
  readonly #pool: Pool;
  readonly #nodeTypes: readonly string[];
  /** Words by which hidden texts would be found. */
  readonly #sought: readonly string[];
  #names = 0;

  constructor(random: Random, pool: Pool, nodeTypes: readonly string[], sought: readonly string[]) {
    this.#random = random;
    this.#pool = pool;
    this.#nodeTypes = nodeTypes;
    this.#sought = sought;
  }

  of(type: GraphQLInputType, name: string, place: Place): unknown {
    const inner = getNullableType(type);
    if (!isNonNullType(type) && this.#random.chance(0.03)) return null;
    if (isListType(inner)) {
      // Two stretches at random would mostly share a character.
      const length = this.#random.pick(isStretch(inner.ofType) ? [1, 1, 1, 1, 1, 2] : [1, 1, 1, 2, 2, 0]);
      return Array.from({ length }, () => this.of(inner.ofType, name, place));
    }
    if (isEnumType(inner)) return this.#random.pick(inner.getValues()).name;
    if (isInputObjectType(inner)) return this.#object(inner, place);
    return this.#scalar(inner as GraphQLScalarType, name, place);
  }

  #object(type: GraphQLInputObjectType, place: Place): object {
    const fields = this.#chosen(type);
    const made: Record<string, unknown> = {};
    for (const { name, type } of fields)
      if (name !== 'expectedVersion') made[name] = this.of(type, name, place);
    if (fields.some(({ name }) => name === 'expectedVersion'))
      made['expectedVersion'] = this.#version(made['id']);
    return made;
  }

  #chosen(type: GraphQLInputObjectType): GraphQLInputField[] {
    const fields = Object.values(type.getFields());
    if (type.isOneOf) return [this.#random.pick(fields)];
    // A stretch is given by both its ends or by what stands there.
    if (isStretch(type)) {
      const [ends, others] = [fields.filter(isEnd), fields.filter((field) => !isEnd(field))];
      return others.length === 0 || this.#random.chance(0.8) ? ends : others;
    }
    return fields.filter(({ type }) => isNonNullType(type) || this.#random.chance(0.25));
  }

  #version(id: unknown): number {
    const version = this.#pool.versionOf(String(id)) ?? 1;
    return this.#random.chance(0.93) ? version : this.#random.int(4);
  }

  #scalar(type: GraphQLScalarType, name: string, place: Place): unknown {
    const random = this.#random;
    const { name: scalar } = getNamedType(type);
    if (scalar !== 'ID' && scalar !== 'String') return scalarFor(scalar, name, random);
    if (name === 'after' || name === 'before') return random.pick(this.#pool.cursors);
    if (name === 'slug')
      return place.writes ? scalarFor(scalar, name, random) : this.#named(place.ids, 'slug', place);
    if (name === 'id' || name === 'ids') return this.#named(place.ids, 'id', place);
    const named = typeNamedBy(name, this.#nodeTypes);
    if (named) return this.#named([named], scalar === 'ID' ? 'id' : 'either', place);
    // An id where nothing tells of what.
    if (scalar === 'ID') return this.#named(this.#nodeTypes, 'id', place);
    // Projects of one name come in the order of their numbers, which are random.
    if (place.writes && name === 'name') return `${random.pick(WORDS)} ${(this.#names += 1)}`;
    if (!place.writes && random.chance(0.3)) return random.pick(this.#sought);
    return scalarFor(scalar, name, random);
  }

  /** A slug or an id of a thing that is there, or is hidden, or gone, or of another type. */
  #named(
    types: readonly string[],
    form: 'id' | 'slug' | 'either',
    { home, writes, removal, early, ids }: Place,
  ): string {
    const random = this.#random;
    const removes = removal && ids === types;
    const [likeliest = 'Project'] = types;
    const type = random.chance(writes ? 0.93 : 0.85)
      ? likeliest
      : random.chance(0.8)
        ? random.pick(types)
        : random.pick(this.#nodeTypes);
    const astray = ['study', 'other', 'other', 'hidden', 'gone', 'own'] as const;
    const near = type === 'Account' && home === 'own' ? 'study' : home;
    const whose = random.chance(writes ? 0.9 : 0.82) ? near : random.pick(astray);
    // Out of the study, the coder could do nothing more.
    const all = this.#pool.of(type, whose).filter(({ isSelf }) => !(writes && isSelf));
    const spared = removes && whose === 'own' ? this.#pool.since(all, 'after') : all;
    const first = early && !removes ? this.#pool.since(spared, 'before') : [];
    const list = first.length > 0 ? first : spared;
    // What was made last is least used, and can be removed.
    const late = removes && home === 'own' && random.chance(0.7) ? this.#pool.lateOf(type) : [];
    const likely = late.length > 0 ? late : list;
    const thing: Thing | undefined = likely.length > 0 ? random.pick(likely) : undefined;
    if (thing?.slug && form !== 'id' && (form === 'slug' || random.chance(0.6))) return thing.slug;
    if (form === 'slug')
      return random.pick(['no-such-thing', 'alike', 'study', 'rudolf', 'succession', 'speech']);
    return thing?.id ?? this.#nobody(type);
  }

  /** An id of nothing, in one's own project, in the other's, or in none; where ids of a type are made otherwise, of an actor. */
  #nobody(type: string): string {
    const random = this.#random;
    const [study, other] = (['study', 'other'] as const).map(
      (whose) => this.#pool.of('Project', whose)[0]?.id ?? '',
    );
    const number = (id = '') => Number(atob(id).split(':')[1]);
    const project = random.pick([number(study), number(study), number(other), 4711]);
    try {
      return encodeGlobalId(type as NodeType, project, random.uuid());
    } catch {
      return encodeGlobalId('Actor', project, random.uuid());
    }
  }
}

/** Whether an input marks a stretch by its ends, or otherwise. */
function isStretch(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  return isInputObjectType(named) && Object.values(named.getFields()).filter(isEnd).length === 2;
}

function isEnd({ name }: GraphQLInputField): boolean {
  return name === 'start' || name === 'end';
}
