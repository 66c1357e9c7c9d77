import { type DocumentNode, type GraphQLSchema, Kind, visit } from 'graphql';
import { type Cost, reckon } from './cost.ts';
import { FIELD_COSTS } from './field-cost.ts';
import type { Operation } from './given.ts';

/** Costs remembered of one document. */
const REMEMBERED = 50;

type Known = { names: readonly string[]; costs: Map<string, Cost> };

const known = new WeakMap<DocumentNode, Known>();

/**
 * What an operation costs, remembered with its document: most are sent again and again, and differ in variables that no
 * cost hangs on.
 */
export function costOf(schema: GraphQLSchema, operation: Operation): Cost {
  const { document, operationName, variableValues } = operation;
  let ofDocument = known.get(document);
  if (!ofDocument) known.set(document, (ofDocument = { names: namesIn(document), costs: new Map() }));
  const { names, costs } = ofDocument;
  const key = [operationName ?? '', ...names.map((name) => summary(variableValues?.[name]))].join(' ');
  const found = costs.get(key);
  if (found) return found;
  const cost = reckon(schema, operation);
  if (costs.size >= REMEMBERED) costs.clear();
  costs.set(key, cost);
  return cost;
}

const LENGTHS = Object.values(FIELD_COSTS).flatMap(({ entries }) =>
  typeof entries === 'object' ? [entries.of] : [],
);
const MATTER = new Set(['first', 'last', 'if', ...LENGTHS]);

/** The variables that a cost hangs on. */
function namesIn(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument({ name, value }) {
      if (MATTER.has(name.value) && value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/** Short, and different where costs differ. */
function summary(value: unknown): string {
  if (Array.isArray(value)) return `#${value.length}`;
  return typeof value === 'object' && value !== null
    ? 'object'
    : typeof value === 'string'
      ? 'text'
      : `${value}`;
}
