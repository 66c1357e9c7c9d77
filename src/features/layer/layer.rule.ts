import type { FaultList } from '../../protocol/errors.ts';

/** Whether a layer is blind, which only a coder's own can be. */
export function checkBlind(
  faults: FaultList,
  kind: 'SHARED' | 'PERSONAL' | 'ADJUDICATED',
  blind: boolean,
): boolean {
  if (blind && kind !== 'PERSONAL')
    faults.add('blind', 'Only a personal layer can be blind; leave it out or give false.');
  return blind;
}
