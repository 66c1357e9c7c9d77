import { parseEdtf } from '../../protocol/edtf-date.ts';
import type { FaultList } from '../../protocol/errors.ts';
import { PARTICIPANTS_MAX } from '../../protocol/limits.ts';
import { line } from '../text.rule.ts';

export type EventTypeInput = { scheme?: string | null; code: string };
export type Role = 'INITIATOR' | 'RECIPIENT' | 'HOST' | 'MEDIATOR' | 'PARTICIPANT';

const DEFAULT_SCHEME = 'PLOVER';

/** An event's date with its earliest and latest day, all null where there is none. */
export function checkDate(faults: FaultList, path: string, text: string | null) {
  const none = { date: null, earliest: null, latest: null };
  if (text === null) return none;
  const parsed = parseEdtf(text);
  if (typeof parsed === 'string') {
    faults.add(path, parsed);
    return none;
  }
  return { date: parsed.text, earliest: parsed.earliest, latest: parsed.latest };
}

/** The code of an event's type and the scheme that it belongs to. */
export function checkType(faults: FaultList, type: EventTypeInput | null) {
  if (type === null) return { typeScheme: null, typeCode: null };
  return {
    typeScheme: line(faults, ['type', 'scheme'], type.scheme ?? DEFAULT_SCHEME),
    typeCode: line(faults, ['type', 'code'], type.code),
  };
}

/** Participants whose actors have been found (null: not, which is a fault already); nobody twice in one role. */
export function checkParticipants(
  faults: FaultList,
  given: readonly { actorId: string | null; role: Role }[],
): { actorId: string; role: Role }[] {
  if (given.length > PARTICIPANTS_MAX)
    faults.add(
      'participants',
      `An event has at most ${PARTICIPANTS_MAX} participants; leave some out.`,
      'LIMIT',
    );
  const seen = new Set<string>();
  return given.flatMap(({ actorId, role }, index) => {
    if (actorId === null) return [];
    if (seen.has(`${actorId} ${role}`))
      faults.add(['participants', index], 'The same actor is named twice in this role; leave one out.');
    seen.add(`${actorId} ${role}`);
    return [{ actorId, role }];
  });
}
