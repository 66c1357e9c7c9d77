import type { Fault } from '../protocol/errors.ts';

/** Compares faults by where they stand in an input, so that they can be told in its order. What it lacks comes last. */
export function inOrderOf(input: object): (a: Fault, b: Fault) => number {
  return (a, b) => {
    let value: unknown = input;
    for (let step = 0; step < Math.min(a.path.length, b.path.length); step += 1) {
      const [left = '', right = ''] = [a.path[step], b.path[step]];
      if (left !== right) return placeOf(value, left) - placeOf(value, right) || 0;
      value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[left] : null;
    }
    return a.path.length - b.path.length;
  };
}

function placeOf(value: unknown, step: string): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return Number(step);
  const at = Object.keys(value).indexOf(step);
  return at === -1 ? Number.MAX_SAFE_INTEGER : at;
}
