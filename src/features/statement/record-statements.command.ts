import { newId } from '../../db/columns.ts';
import { write } from '../../feed/write.ts';
import { domainError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import {
  ANTECEDENTS_MAX,
  BULK_MAX,
  BULK_RANGES_MAX,
  MARKS_MAX,
  QUOTE_SEARCH_MAX,
} from '../../protocol/limits.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { hasQuote, type MarkInput } from '../annotation/annotation.rule.ts';
import { findPlace } from '../annotation/place.query.ts';
import { findProject, type Refs, want } from '../project/ref.query.ts';
import { idOfKey, type LocalKeys, localKeys, reportOrder } from './bulk.rule.ts';
import { insertStatements, statementConstraints } from './insert-statements.command.ts';
import { checkAntecedents, identityOf, type Operator } from './relation.rule.ts';
import type { StatementInput } from './statement.rule.ts';

export type RecordInput = {
  key?: string | null;
  statement: StatementInput;
  reportedInKey?: string | null;
  marks?: MarkInput[] | null;
};

/** A relation in a bulk call; statements by their keys in it or by id. */
export type RecordRelationInput = { consequent: string; operator: Operator; antecedents: string[] };

export type RecordStatementsInput = {
  idempotencyKey?: string | null;
  project: string;
  document: string;
  layer?: string | null;
  statements: RecordInput[];
  relations?: RecordRelationInput[] | null;
};

/**
 * Records up to 500 statements of one document and layer with their marks and the relations between them: all or nothing.
 * Whatever their number, the number of SQL statements is the same.
 *
 * @returns the new statements' keys, in the order of the input
 */
export async function recordStatements(
  db: Db,
  viewer: Viewer,
  input: RecordStatementsInput,
): Promise<{ projectId: number; ids: string[] }> {
  checkSize(input);
  const projectId = await findProject(db, input.project);
  const { idempotencyKey } = input;
  const ids = await write(
    db,
    viewer,
    {
      projectId,
      operation: 'recordStatements',
      needs: 'CODER',
      input,
      idempotencyKey,
      constraints: statementConstraints,
    },
    async (open) => {
      const faults = new FaultList();
      const ranges = input.statements.flatMap(({ marks }) => marks ?? []).flatMap(({ ranges }) => ranges);
      const place = await findPlace(open.tx, viewer, projectId, input, hasQuote(ranges), faults);
      checkSearch(place?.text.length ?? 0, ranges.filter((range) => hasQuote([range])).length);
      const items = input.statements.map((item) => ({ ...item, id: newId() }));
      const keys = localKeys(faults, items);
      const reports = items.map((item, at) => reportOf(faults, item, at, keys));
      const order = reportOrder(faults, items, reports);
      const all = items.map(({ id, statement, marks }, at) => ({
        id,
        input: statement,
        path: ['statements', at, 'statement'],
        reportedInId: reports[at] ?? null,
        marks: (marks ?? []).map((mark, nth) => ({ input: mark, path: ['statements', at, 'marks', nth] })),
      }));
      // Where a circle leaves some without a place in the order, nothing is written: all are checked as they come.
      const ordered = order.length < all.length ? all : order.flatMap((at) => all[at] ?? []);
      await insertStatements(open, projectId, place, ordered, faults, {
        ...relationsOf(input, keys, faults),
        input,
      });
      return items.map(({ id }) => id);
    },
  );
  return { projectId, ids };
}

/** Sizes come first: an input beyond them isn't worth looking at, nor is every fault in it worth telling. */
function checkSize({ statements, relations }: RecordStatementsInput): void {
  const faults = new FaultList();
  const most = (path: string, what: string, count: number, max: number) => {
    if (count > max) {
      faults.add(path, `One call takes at most ${max} ${what}; these are ${count}: make several.`, 'LIMIT');
    }
  };
  if (statements.length === 0) faults.add('statements', 'There is nothing to record; give a statement.');
  most('statements', 'statements', statements.length, BULK_MAX);
  most('relations', 'relations', relations?.length ?? 0, BULK_MAX);
  statements.slice(0, BULK_MAX).forEach(({ marks }, at) => {
    if ((marks?.length ?? 0) <= MARKS_MAX) return;
    const rule = `A statement takes at most ${MARKS_MAX} marks in one call; add others with annotate.`;
    faults.add(['statements', at, 'marks'], rule, 'LIMIT');
  });
  const ranges = statements
    .flatMap(({ marks }) => marks ?? [])
    .reduce((n, mark) => n + mark.ranges.length, 0);
  most('statements', 'ranges in all', ranges, BULK_RANGES_MAX);
  throwIfFaulty(faults);
}

/** Each quote is looked for from the text's beginning to its end, while nobody else is served. */
function checkSearch(length: number, quotes: number): void {
  const most = Math.floor(QUOTE_SEARCH_MAX / Math.max(length, 1));
  if (quotes <= most) return;
  throw domainError(
    'LIMIT',
    'statements',
    `In a text of ${length} characters one call looks for at most ${most} quotes; these are ${quotes}. Give start and end instead, or make several calls.`,
  );
}

function reportOf(faults: FaultList, item: RecordInput, at: number, keys: LocalKeys): string | null {
  const path = ['statements', at, 'reportedInKey'];
  if (typeof item.reportedInKey === 'string' && typeof item.statement.reportedIn === 'string') {
    faults.add(path, 'The statement is reported in one other; give reportedIn or reportedInKey, not both.');
    return null;
  }
  return idOfKey(faults, path, item.reportedInKey, keys);
}

const OR_KEY = 'It may also be the key of a statement of this call, and none has this one.';

/** What `insertStatements` needs to look up and make the relations: a name that is no key of the call must be an id. */
function relationsOf({ relations }: RecordStatementsInput, keys: LocalKeys, faults: FaultList) {
  const given = (relations ?? []).map((relation, at) => ({
    ...relation,
    path: ['relations', at],
  }));
  const named = given.flatMap(({ consequent, antecedents, path }) => [
    { text: consequent, path: [...path, 'consequent'] },
    // Of a list that is too long, which is a fault itself, the rest isn't looked up.
    ...antecedents
      .slice(0, ANTECEDENTS_MAX)
      .map((text, at) => ({ text, path: [...path, 'antecedents', at] })),
  ]);
  const others = named.filter(({ text }) => !keys.has(text));
  return {
    wanted: others.map(({ text, path }) => want('Statement', text, path, OR_KEY)),
    relations: (refs: Refs) => {
      const idOf = (text: string) => keys.get(text) ?? refs('Statement', text);
      const places = new Map<string, number>();
      return {
        rows: given.map(({ consequent, operator, antecedents, path }, at) => {
          const consequentId = idOf(consequent);
          const antecedentIds = checkAntecedents(
            faults,
            [...path, 'antecedents'],
            consequentId,
            antecedents.map(idOf),
          );
          const relation = { consequentId: consequentId ?? '', operator, antecedentIds, path };
          const found = consequentId !== null && antecedentIds.length === antecedents.length;
          const first = found ? places.get(identityOf(relation)) : undefined;
          if (first !== undefined)
            faults.add(path, `The same relation stands as relation ${first} of this call; leave one out.`);
          else if (found) places.set(identityOf(relation), at);
          return relation;
        }),
        neighbours: others.map(({ text, path }) => ({ id: refs('Statement', text), path })),
      };
    },
  };
}
