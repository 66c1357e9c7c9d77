import { and, eq } from 'drizzle-orm';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { write, type Write } from '../../feed/write.ts';
import { FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { isUnchanged, refuseNulls } from '../patch.ts';
import { keyOf } from '../project/ref.query.ts';
import { prose } from '../text.rule.ts';
import {
  checkRangeInputs,
  hasQuote,
  type Motivation,
  type Part,
  type RangeInput,
} from './annotation.rule.ts';
import { annotation, annotationRange } from './annotation.table.ts';
import { about, insertRanges, stateOf } from './mark.command.ts';
import { placeOf } from './place.query.ts';

type Key = { projectId: number; id: string };

export type ChangeAnnotationInput = {
  id: string;
  expectedVersion: number;
  ranges?: RangeInput[] | null;
  motivation?: Motivation | null;
  part?: Part | null;
  comment?: string | null;
};

/** Changes a mark: what the input leaves out stays. New ranges lie in the document's current text. */
export async function changeAnnotation(db: Db, viewer: Viewer, input: ChangeAnnotationInput): Promise<Key> {
  const key = keyOf('Annotation', input.id);
  await write(
    db,
    viewer,
    { projectId: key.projectId, operation: 'changeAnnotation', needs: 'CODER', subject: 'Annotation', input },
    async (open) => {
      const { tx, changes } = open;
      const { now, place } = await lockAnnotation(open, key, input, hasQuote(input.ranges ?? []));
      const faults = new FaultList();
      refuseNulls(faults, input, ['ranges', 'motivation', 'part']);
      if (now.comment !== null) refuseNulls(faults, input, ['comment']);
      const spans = input.ranges && checkRangeInputs(faults, ['ranges'], input.ranges, place.text);
      const row = {
        ...now,
        motivation: input.motivation ?? now.motivation,
        part: input.part ?? now.part,
        comment: now.comment,
      };
      if (typeof input.comment === 'string') {
        if (now.comment === null) {
          faults.add('comment', 'The annotation is no comment; change the text of what it marks instead.');
        } else row.comment = checkComment(faults, 'comment', input.comment);
      }
      throwIfFaulty(faults);
      const { versionId } = place;
      const wanted = spans?.map(({ start, end }) => {
        const standing = now.ranges.find((range) => range.start === start && range.end === end);
        return standing?.versionId === versionId ? standing : { start, end, versionId, exact: '' };
      });
      if (isUnchanged(stateOf(now, now.ranges), stateOf(row, wanted ?? now.ranges))) return [key.id];
      const version = now.version + 1;
      const { motivation, part, comment } = row;
      await tx.update(annotation).set({ motivation, part, comment, version }).where(isAnnotation(key));
      let ranges = now.ranges;
      if (spans) {
        await tx
          .delete(annotationRange)
          .where(and(eq(annotationRange.projectId, key.projectId), eq(annotationRange.annotationId, key.id)));
        const stored = await insertRanges(tx, place, [{ annotationId: key.id, ranges: spans }]);
        ranges = (stored.get(key.id) ?? []) as typeof ranges;
      }
      changes.push({ ...about(now, version), kind: 'CHANGED', state: stateOf(row, ranges) });
      return [key.id];
    },
  );
  return key;
}

/** Removes a mark. What it marks stays, a statement too that has no other. */
export async function removeAnnotation(
  db: Db,
  viewer: Viewer,
  input: { id: string } & Versioned,
): Promise<Key> {
  const key = keyOf('Annotation', input.id);
  await write(
    db,
    viewer,
    { projectId: key.projectId, operation: 'removeAnnotation', needs: 'CODER', subject: 'Annotation', input },
    async (open) => {
      const { now } = await lockAnnotation(open, key, input, false);
      await open.tx.delete(annotation).where(isAnnotation(key));
      open.changes.push({
        ...about(now, now.version + 1),
        kind: 'REMOVED',
        state: stateOf(now, now.ranges),
      });
      return [key.id];
    },
  );
  return key;
}

/** The text of a comment, which must not be empty. */
export function checkComment(faults: FaultList, path: string | string[], text: string): string {
  const told = faults.list.length;
  const checked = prose(faults, path, text);
  if (checked === null && faults.list.length === told) faults.add(path, 'The comment is empty; write one.');
  return checked ?? '';
}

const isAnnotation = (key: Key) => and(eq(annotation.projectId, key.projectId), eq(annotation.id, key.id));

/** The mark as it stands, locked against other writers, and the place where it lies. */
async function lockAnnotation({ tx, viewer }: Write, key: Key, expected: Versioned, withText: boolean) {
  await tx.select({ id: annotation.id }).from(annotation).where(isAnnotation(key)).for('update');
  const found = await tx.query.annotation.findFirst({
    where: key,
    with: { ranges: { orderBy: { ordinal: 'asc' } } },
  });
  const place = found && (await placeOf(tx, viewer, found, withText));
  const now = checkVersion({ type: 'Annotation', ...key }, place ? found : null, expected);
  return { now, place: place as NonNullable<typeof place> };
}
