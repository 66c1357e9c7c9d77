import { newId } from '../../db/columns.ts';
import { write, type Write } from '../../feed/write.ts';
import { FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { checkComment } from '../annotation/annotation.command.ts';
import { type Body, checkRangeInputs, hasQuote, type MarkInput } from '../annotation/annotation.rule.ts';
import { insertMarks } from '../annotation/mark.command.ts';
import { findPlace, type Place } from '../annotation/place.query.ts';
import { findProject, loadRefs, want } from '../project/ref.query.ts';
import { insertStatements, statementConstraints } from './insert-statements.command.ts';
import { checkNeighbours, lockIssues } from './statement-parts.query.ts';
import type { StatementInput } from './statement.rule.ts';

/** Exactly one is given, which the schema sees to. */
export type BodyInput = {
  statement?: StatementInput | null;
  mark?: string | null;
  event?: string | null;
  mention?: string | null;
  issue?: string | null;
  comment?: { text: string } | null;
};

export type AnnotateInput = MarkInput & {
  idempotencyKey?: string | null;
  project: string;
  document: string;
  layer?: string | null;
  body: BodyInput;
};

/**
 * Marks passages of a document's current text. With a statement as its body it records the statement too: both or
 * neither. It stands here and not with annotations since commands of statements may call theirs, and not the other way.
 *
 * @returns the annotation's key
 */
export async function annotate(
  db: Db,
  viewer: Viewer,
  input: AnnotateInput,
): Promise<{ projectId: number; id: string }> {
  const projectId = await findProject(db, input.project);
  const { idempotencyKey } = input;
  const [id = ''] = await write(
    db,
    viewer,
    {
      projectId,
      operation: 'annotate',
      needs: 'CODER',
      input,
      idempotencyKey,
      constraints: statementConstraints,
    },
    async (open) => {
      const faults = new FaultList();
      const place = await findPlace(open.tx, viewer, projectId, input, hasQuote(input.ranges), faults);
      const { statement } = input.body;
      if (!statement) return markExisting(open, projectId, place, input, faults);
      const marks = [{ input, path: [] }];
      const item = { id: newId(), input: statement, path: ['body', 'statement'], marks };
      return insertStatements(open, projectId, place, [item], faults);
    },
  );
  return { projectId, id };
}

/** Marks something that stands already, or comments. */
async function markExisting(
  open: Write,
  projectId: number,
  place: Place | null,
  input: AnnotateInput,
  faults: FaultList,
): Promise<string[]> {
  const { tx } = open;
  const { mark, event, mention, issue, comment } = input.body;
  const wanted = [
    want('Statement', mark, ['body', 'mark']),
    want('Event', event, ['body', 'event']),
    want('Actor', mention, ['body', 'mention']),
    want('Issue', issue, ['body', 'issue']),
  ];
  const found = await loadRefs(tx, projectId, wanted, faults);
  const refs = await lockIssues(tx, projectId, found, [found('Issue', issue)]);
  const body: Body = {
    statementId: refs('Statement', mark),
    eventId: refs('Event', event),
    actorId: refs('Actor', mention),
    issueId: refs('Issue', issue),
    comment: comment ? checkComment(faults, ['body', 'comment', 'text'], comment.text) : null,
  };
  const ranges = checkRangeInputs(faults, ['ranges'], input.ranges, place?.text ?? null);
  if (place) await checkNeighbours(tx, place, [{ id: body.statementId, path: ['body', 'mark'] }], faults);
  throwIfFaulty(faults);
  const { motivation, part } = input;
  return insertMarks(open, place as Place, [{ body, ranges, motivation, part }]);
}
