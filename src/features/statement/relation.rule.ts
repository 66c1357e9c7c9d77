import type { FaultList, PathStep } from '../../protocol/errors.ts';
import { ANTECEDENTS_MAX } from '../../protocol/limits.ts';

/** How a consequent depends on its antecedents; the last gives a reason and no condition. */
export type Operator = 'IF' | 'ONLY_IF' | 'UNLESS' | 'IN_RETURN_FOR' | 'BECAUSE';

/** A relation whose input has been checked; all its statements lie in one layer. */
export type NewRelation = { consequentId: string; operator: Operator; antecedentIds: readonly string[] };

/**
 * Two relations are the same that give the same text here: of one consequent, with one operator, and with the same
 * antecedents in whatever order.
 */
export function identityOf(relation: NewRelation): string {
  return [relation.consequentId, relation.operator, ...relation.antecedentIds.toSorted()].join(' ');
}

/** The fault of a relation that stands already, by that one's global id. */
export const standsAlready = (id: string) =>
  `The same relation stands already, as ${id}; the order of its antecedents makes no other of it.`;

/**
 * The antecedents of one relation: at least one, none twice, none the consequent itself. A circle over several relations is
 * no fault: two sides may each make the other's step their condition, and that is what such a record must show.
 *
 * @param ids what was found for each text, null where it is a fault already
 * @param path of the list of antecedents
 * @returns those found, in the order given
 */
export function checkAntecedents(
  faults: FaultList,
  path: readonly PathStep[],
  consequentId: string | null,
  ids: readonly (string | null)[],
): string[] {
  if (ids.length === 0) faults.add(path, 'A relation needs an antecedent; name at least one statement.');
  if (ids.length > ANTECEDENTS_MAX) {
    faults.add(path, `A relation has at most ${ANTECEDENTS_MAX} antecedents; name fewer.`, 'LIMIT');
    return [];
  }
  const found: string[] = [];
  ids.forEach((id, at) => {
    if (id === null) return;
    if (id === consequentId) {
      faults.add([...path, at], 'The statement would depend on itself; name another antecedent.');
    } else if (found.includes(id)) {
      faults.add([...path, at], 'The antecedent stands twice; leave one out.');
    } else found.push(id);
  });
  return found;
}
