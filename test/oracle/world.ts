/**
 * A small project as plain data: what the oracle reasons over and what the harness loads into PostgreSQL.
 * Things are named by keys; an actor's and an issue's key is its slug. Days are `YYYY-MM-DD`.
 */
export interface World {
  readonly actors: readonly Actor[];
  readonly affiliations: readonly Affiliation[];
  readonly issues: readonly Issue[];
  readonly documents: readonly Document[];
  readonly layers: readonly Layer[];
  readonly statements: readonly Statement[];
  readonly relations: readonly Relation[];
}

export interface Actor {
  readonly key: string;
  readonly kind: 'PERSON' | 'STATE' | 'GOVERNMENT' | 'ORGANIZATION' | 'GROUP' | 'UNNAMED';
}

export interface Affiliation {
  readonly key: string;
  readonly member: string;
  readonly of: string;
  readonly kind: 'PART_OF' | 'MEMBER_OF' | 'HOLDS_POST' | 'SPEAKS_FOR';
  /** First and last day, both included; null is open. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

export interface Issue {
  readonly key: string;
  readonly broader: string | null;
}

export interface Document {
  readonly key: string;
  readonly publishedOn: string | null;
  readonly author: string | null;
}

export interface Layer {
  readonly key: string;
  readonly document: string;
  readonly kind: 'SHARED' | 'PERSONAL' | 'ADJUDICATED';
  readonly state: 'OPEN' | 'DONE';
  readonly blind: boolean;
}

export interface Statement {
  readonly key: string;
  /** Distinct; the ids that the harness gives must sort as these do, since evidence ties break by id. */
  readonly order: number;
  readonly document: string;
  readonly layer: string;
  readonly speaker: string;
  readonly onBehalfOf: string | null;
  readonly issue: string | null;
  readonly stance: number | null;
  readonly asserted: boolean;
  /** EDTF, or null where the text gives none. */
  readonly saidOn: string | null;
  readonly reportedIn: string | null;
  /** How many annotations mark it. */
  readonly marks: number;
}

export interface Relation {
  readonly key: string;
  readonly consequent: string;
  readonly operator: 'IF' | 'ONLY_IF' | 'UNLESS' | 'IN_RETURN_FOR' | 'BECAUSE';
  readonly antecedents: readonly string[];
}

/** Whether the affiliation holds on the day. */
export function holdsOn(link: Affiliation, day: string): boolean {
  return (
    (link.validFrom === null || link.validFrom <= day) && (link.validUntil === null || day <= link.validUntil)
  );
}

/** The one thing of that key; throws on a dangling reference, which would be a fault of the world. */
export function byKey<T extends { readonly key: string }>(things: readonly T[], key: string): T {
  const found = things.find((thing) => thing.key === key);
  if (found === undefined) throw new Error(`the world has nothing called ${key}`);
  return found;
}

/** The statements that the given one is reported in, outermost first, without itself. */
export function reportsAround(world: World, statement: Statement): Statement[] {
  if (statement.reportedIn === null) return [];
  const report = byKey(world.statements, statement.reportedIn);
  return [...reportsAround(world, report), report];
}
