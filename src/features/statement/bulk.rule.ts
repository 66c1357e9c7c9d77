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
 * The order in which statements are told of: each after the one it is reported in, otherwise as given. Every statement of a
 * circle of reports, and whatever is reported in one, is a fault.
 *
 * @param reportedIn of each item the id of the item it is reported in, or null
 * @returns positions in `items`; those in circles are not among them
 */
export function reportOrder(
  faults: FaultList,
  items: readonly Pick<Keyed, 'id'>[],
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
  const placed = new Set(order);
  items.forEach((_, at) => {
    if (placed.has(at)) return;
    faults.add(
      ['statements', at, 'reportedInKey'],
      'The reports form a circle: the statement would be reported inside itself. Leave one of them out.',
    );
  });
  return order;
}
