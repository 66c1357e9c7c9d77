import { domainError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import type { Db } from '../../tables.ts';
import { loadRefs, want } from '../project/ref.query.ts';
import type { PositionFilter } from './candidate.query.ts';

/** The arguments of positions as clients give them, the day checked. */
export type PositionArguments = {
  asOf?: string | null;
  scope: PositionFilter['scope'];
  narrower: boolean;
  attribution?: { maxIntermediaries?: number | null; accordingTo?: string | null } | null;
  layers?: readonly (string | number)[] | null;
};

/**
 * Finds what the arguments name. Asks the database only where they name anything.
 *
 * @throws DomainError NOT_FOUND or INVALID with the path of the argument
 */
export async function findFilter(
  db: Db,
  projectId: number,
  args: PositionArguments,
): Promise<PositionFilter> {
  const { maxIntermediaries = null, accordingTo = null } = args.attribution ?? {};
  if (maxIntermediaries !== null && maxIntermediaries < 0) {
    throw domainError('INVALID', ['attribution', 'maxIntermediaries'], 'Give 0 or more, or leave it out.');
  }
  const layers = args.layers?.map(String) ?? null;
  const faults = new FaultList();
  const refs = await loadRefs(
    db,
    projectId,
    [
      want('Actor', accordingTo, ['attribution', 'accordingTo']),
      ...(layers ?? []).map((layer, index) => want('Layer', layer, ['layers', index])),
    ],
    faults,
  );
  throwIfFaulty(faults);
  return {
    asOf: args.asOf ?? null,
    scope: args.scope,
    narrower: args.narrower,
    maxIntermediaries,
    accordingTo: refs('Actor', accordingTo),
    layers: layers && layers.map((layer) => refs('Layer', layer) as string),
  };
}

/** Finds the issues that a list of slugs and ids names; null where there is no list. */
export async function findIssues(
  db: Db,
  projectId: number,
  issues: readonly string[] | null | undefined,
): Promise<string[] | null> {
  if (!issues) return null;
  const faults = new FaultList();
  const refs = await loadRefs(
    db,
    projectId,
    issues.map((text, index) => want('Issue', text, ['issues', index])),
    faults,
  );
  throwIfFaulty(faults);
  return issues.map((text) => refs('Issue', text) as string);
}
