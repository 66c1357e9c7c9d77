import { and, eq, isNotNull, notInArray, sql } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import type { Tx } from '../../db/transaction.ts';
import type { NewChange } from '../../feed/append.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { domainError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { VARIABLES_MAX } from '../../protocol/limits.ts';
import { checkOptions } from '../../protocol/value.ts';
import type { Db } from '../../tables.ts';
import type { Viewer } from '../account/viewer.ts';
import { refuseIfUsed, usedMeanwhile } from '../in-use.rule.ts';
import { isUnchanged, kept, patched, refuseNulls, type Removal } from '../patch.ts';
import { statementValue } from '../statement/statement.table.ts';
import { checkSlug, line, prose } from '../text.rule.ts';
import { variable } from './project.table.ts';
import { findProject, keyOf } from './ref.query.ts';
import { freeSlug } from './slug.query.ts';

type Row = typeof variable.$inferSelect;
type Key = { projectId: number; id: string };

/** What may be given of a variable, new or not. */
type VariableFields = {
  slug?: string | null;
  label?: string | null;
  description?: string | null;
  type?: Row['type'] | null;
  options?: string[] | null;
  required?: boolean | null;
};

export type CreateVariableInput = VariableFields & {
  idempotencyKey?: string | null;
  project: string;
  label: string;
  type: Row['type'];
};

export type ChangeVariableInput = VariableFields & { id: string; expectedVersion: number };

const constraints: ConstraintFaults = {
  variable_slug: {
    path: ['slug'],
    code: 'CONFLICT',
    message: 'A variable of this slug is in the project; take another slug.',
  },
};

/** @returns the new variable's key */
export async function createVariable(db: Db, viewer: Viewer, input: CreateVariableInput): Promise<Key> {
  const projectId = await findProject(db, input.project);
  const { idempotencyKey } = input;
  const [id] = await write(
    db,
    viewer,
    { projectId, operation: 'createVariable', needs: 'EDITOR', input, idempotencyKey, constraints },
    async ({ tx, changes }) => {
      const row = check({ projectId, id: newId() }, input, null);
      if ((await tx.$count(variable, eq(variable.projectId, projectId))) >= VARIABLES_MAX)
        throw domainError('LIMIT', [], `A project has at most ${VARIABLES_MAX} variables; remove one first.`);
      if (input.slug == null) row.slug = await freeSlug(tx, variable, projectId, row.slug);
      await tx.insert(variable).values({ ...row, createdBy: viewer.accountId });
      changes.push(change('ADDED', { ...row, version: 1 }));
      return [row.id];
    },
  );
  return { projectId, id: id as string };
}

/**
 * Changes what the input gives; null clears the description. Type and options can change only as far as the values that
 * statements have already stay valid.
 */
export async function changeVariable(db: Db, viewer: Viewer, input: ChangeVariableInput): Promise<Key> {
  const key = keyOf('Variable', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'changeVariable',
      needs: 'EDITOR',
      subject: 'Variable',
      input,
      constraints,
    },
    async ({ tx, changes }) => {
      const now = await lock(tx, key, input);
      const row = { ...check(key, input, now), version: now.version + 1 };
      const changed = change('CHANGED', row);
      if (isUnchanged(change('CHANGED', now).state, changed.state)) return [key.id];
      const stranded = await countStranded(tx, key, now.type, row);
      if (stranded > 0) {
        const message = `${stranded} ${stranded === 1 ? 'statement has a value' : 'statements have values'} that would no longer be valid; change those first.`;
        throw domainError('CONFLICT', row.type === now.type ? 'options' : 'type', message);
      }
      await tx.update(variable).set(row).where(isVariable(key));
      changes.push(changed);
      return [key.id];
    },
  );
  return key;
}

/** Removes a variable for which no statement has a value. */
export async function removeVariable(db: Db, viewer: Viewer, input: Removal): Promise<Key> {
  const key = keyOf('Variable', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'removeVariable',
      needs: 'EDITOR',
      subject: 'Variable',
      input,
      constraints: { statement_value_variable: usedMeanwhile('variable') },
    },
    async ({ tx, changes }) => {
      const now = await lock(tx, key, input);
      refuseIfUsed('variable', [
        [await tx.$count(statementValue, isValueOf(key)), 'statement', 'with a value'],
      ]);
      await tx.delete(variable).where(isVariable(key));
      changes.push(change('REMOVED', { ...now, version: now.version + 1 }));
      return [key.id];
    },
  );
  return key;
}

type Content = Omit<Row, 'version' | 'createdAt' | 'createdBy'>;

/** What shall stand, from an input and what stands now (null: nothing yet). */
function check(key: Key, input: VariableFields, now: Row | null): Content {
  const faults = new FaultList();
  if (now) refuseNulls(faults, input, ['slug', 'label', 'type', 'required']);
  const label = line(faults, 'label', kept(input.label, now?.label ?? ''));
  const type = kept(input.type, now?.type) as Row['type'];
  const slug = checkSlug(faults, 'slug', kept(input.slug, now?.slug), label);
  const description = prose(faults, 'description', patched(input.description, now?.description));
  // Another type has other options: those that stand count only for the type they were given for.
  const standing = now?.type === type ? now.options : [];
  const options = (patched(input.options, standing) ?? []).map((option, index) =>
    option.trim() === '' ? '' : line(faults, ['options', index], option),
  );
  const fault = checkOptions(type, options);
  if (fault !== null) faults.add('options', fault);
  throwIfFaulty(faults);
  return {
    ...key,
    slug,
    label,
    description,
    type,
    options,
    required: input.required ?? now?.required ?? false,
  };
}

/** How many statements have a value that a variable's new type or options do not allow. */
async function countStranded(tx: Tx, key: Key, typeBefore: Row['type'], row: Content): Promise<number> {
  if (row.type !== typeBefore) return tx.$count(statementValue, isValueOf(key));
  if (row.type !== 'CHOICE') return 0;
  const value = sql<string>`${statementValue.value} #>> '{}'`;
  return tx.$count(statementValue, and(isValueOf(key), isNotNull(value), notInArray(value, row.options)));
}

const isVariable = (key: Key) => and(eq(variable.projectId, key.projectId), eq(variable.id, key.id));

const isValueOf = (key: Key) =>
  and(eq(statementValue.projectId, key.projectId), eq(statementValue.variableId, key.id));

async function lock(tx: Tx, key: Key, expected: Versioned): Promise<Row> {
  const [now] = await tx.select().from(variable).where(isVariable(key)).for('update');
  return checkVersion({ type: 'Variable', ...key }, now, expected);
}

function change(kind: NewChange['kind'], row: Content & { version: number }): NewChange {
  const { slug, label, description, type, options, required } = row;
  return {
    kind,
    subjectType: 'VARIABLE',
    subjectId: row.id,
    version: row.version,
    state: { slug, label, description, type, options, required },
  };
}
