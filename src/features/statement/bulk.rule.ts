import type { FaultList, PathStep } from '../../protocol/errors.ts';

/** The longest local name, in characters. */
const KEY_MAX = 100;

/** One item of a bulk call as its order needs it. */
type Keyed = { id: string; key?: string | null | undefined; reportedInKey?: string | null | undefined };

/** Local names of a bulk call, each with the id that its statement will have. */
export type LocalKeys = ReadonlyMap<string, string>;

/** Collects the local names of a call. A name that stands twice, or could not be written down, is a fault. */
export function localKeys(faults: FaultList, items: readonly Keyed[]): LocalKeys {
  const keys = new Map<string, string>();
  items.forEach(({ id, key }, at) => {
    if (key === null || key === undefined) return;
    const path = ['statements', at, 'key'];
    if (!/^[\x21-\x7e]+$/.test(key) || key.length > KEY_MAX) {
      faults.add(path, `A key has 1 to ${KEY_MAX} visible ASCII characters, such as s1.`);
    } else if (keys.has(key)) {
      faults.add(path, 'The key stands twice in this call; take another.');
    } else keys.set(key, id);
  });
  return keys;
}

/** The id behind a local name; an unknown name is a fault. */
export function idOfKey(
  faults: FaultList,
  path: readonly PathStep[],
  key: string | null | undefined,
  keys: LocalKeys,
): string | null {
  if (key === null || key === undefined) return null;
  const id = keys.get(key) ?? null;
  if (id === null) faults.add(path, 'No statement of this call has that key; give one its key, or an id.');
  return id;
}

/**
 * The order in which statements are told of: each after the one it is reported in, otherwise as given. A circle of
 * reports is a fault, told once.
 *
 * @param reportedIn of each item the id of the item it is reported in, or null
 * @returns positions in `items`; those in circles, and what is reported in one, are not among them
 */
export function reportOrder(
  faults: FaultList,
  items: readonly Keyed[],
  reportedIn: readonly (string | null)[],
): number[] {
  const positions = new Map(items.map(({ id }, at) => [id, at]));
  const below = new Map<number, number[]>();
  const order: number[] = [];
  items.forEach((_, at) => {
    const above = positions.get(reportedIn[at] ?? '');
    if (above === undefined) order.push(at);
    else below.set(above, [...(below.get(above) ?? []), at]);
  });
  // The list grows while it is walked: first those in none, then what is reported in them, and so on.
  for (const at of order) order.push(...(below.get(at) ?? []));
  const seen = new Set(order);
  items.forEach((_, first) => {
    const walked: number[] = [];
    let at: number | undefined = first;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      walked.push(at);
      at = positions.get(reportedIn[at] ?? '');
    }
    const from = at === undefined ? -1 : walked.indexOf(at);
    if (from >= 0) tellCircle(faults, items, walked.slice(from));
  });
  return order;
}

const CIRCLE_TOLD = 10;

/** At the first of a circle's statements in the input, each member by its key: without one, none could be reported in it. */
function tellCircle(faults: FaultList, items: readonly Keyed[], circle: readonly number[]): void {
  const first = Math.min(...circle);
  const turned = [...circle.slice(circle.indexOf(first)), ...circle.slice(0, circle.indexOf(first))];
  const keys = turned.slice(0, CIRCLE_TOLD).map((at) => items[at]?.key);
  const shown = [...keys, ...(turned.length > CIRCLE_TOLD ? ['…'] : []), items[first]?.key].join(' in ');
  faults.add(
    ['statements', first, 'reportedInKey'],
    `The reports form a circle: ${shown}. No statement is reported inside itself; leave one of these out.`,
  );
}
