import { FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { PAGE_MAX } from '../../protocol/limits.ts';
import type { Db } from '../../tables.ts';
import { loadRefs, want } from '../project/ref.query.ts';
import { findFilter, findIssues, type PositionArguments } from './filter.query.ts';
import { type Position, positionsOfActors } from './position.query.ts';

/** What two actors hold on one issue; null: nothing. */
export type Comparison = {
  projectId: number;
  issueId: string;
  first: Position | null;
  second: Position | null;
};

type Arguments = PositionArguments & { first: string; second: string; issues?: readonly string[] | null };

/** Two actors' positions side by side, furthest apart first; issues on which only one holds any come last. */
export async function comparePositions(db: Db, projectId: number, args: Arguments): Promise<Comparison[]> {
  const faults = new FaultList();
  const refs = await loadRefs(
    db,
    projectId,
    [want('Actor', args.first, 'first'), want('Actor', args.second, 'second')],
    faults,
  );
  throwIfFaulty(faults);
  const [first, second] = [refs('Actor', args.first) as string, refs('Actor', args.second) as string];
  const [filter, issues] = await Promise.all([
    findFilter(db, projectId, args),
    findIssues(db, projectId, args.issues),
  ]);
  const page = { size: PAGE_MAX, backward: false, after: null, before: null };
  const found = await positionsOfActors(db, projectId, [...new Set([first, second])], filter, page, issues);
  const byIssue = new Map<string, Comparison>();
  for (const [side, actor] of [
    ['first', first],
    ['second', second],
  ] as const) {
    for (const { node } of found.get(actor)?.edges ?? []) {
      const { issueId } = node;
      byIssue.set(issueId, {
        ...(byIssue.get(issueId) ?? { projectId, issueId, first: null, second: null }),
        [side]: node,
      });
    }
  }
  return [...byIssue.values()].toSorted((a, b) => distance(b) - distance(a));
}

function distance({ first, second }: Comparison): number {
  return first && second ? Math.abs(first.stance - second.stance) : -1;
}
