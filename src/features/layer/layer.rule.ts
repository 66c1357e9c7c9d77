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

/** Whether others do not see a layer: it was hidden, and is still blind and not done. What has been seen is not hidden again. */
export function isHidden(
  now: { blind: boolean; hidden: boolean },
  next: { blind: boolean; state: 'OPEN' | 'DONE' },
): boolean {
  const wasHidden = now.hidden || !now.blind;
  return next.blind && next.state === 'OPEN' && wasHidden;
}
