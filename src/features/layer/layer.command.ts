import { and, eq } from 'drizzle-orm';
import { newId } from '../../db/columns.ts';
import type { Tx } from '../../db/transaction.ts';
import type { NewChange } from '../../feed/append.ts';
import { authorize } from '../../feed/authorize.ts';
import { checkVersion, type Versioned } from '../../feed/version.ts';
import { type ConstraintFaults, write } from '../../feed/write.ts';
import { domainError, FaultList, throwIfFaulty } from '../../protocol/errors.ts';
import { includes } from '../../protocol/role.ts';
import type { Db } from '../../tables.ts';
import { isSeenLayer } from '../../visibility.ts';
import type { Viewer } from '../account/viewer.ts';
import { isUnchanged, kept, refuseNulls } from '../patch.ts';
import { findProject, keyOf, loadRefs, want } from '../project/ref.query.ts';
import { contentAnew, isEmptyLayer } from './content.command.ts';
import { checkBlind, isHidden } from './layer.rule.ts';
import { layer } from './layer.table.ts';

type Key = { projectId: number; id: string };
type LayerRow = typeof layer.$inferSelect;

export type OpenLayerInput = {
  idempotencyKey?: string | null;
  project: string;
  document: string;
  kind: LayerRow['kind'];
  blind?: boolean | null;
};

export type ChangeLayerInput = {
  id: string;
  expectedVersion: number;
  state?: LayerRow['state'] | null;
  blind?: boolean | null;
};

const inUse = {
  path: ['id'],
  code: 'CONFLICT' as const,
  message: 'The layer holds statements or annotations; remove those first.',
};

const constraints: ConstraintFaults = {
  layer_one_of_kind: {
    path: ['kind'],
    code: 'CONFLICT',
    message: 'The document has a layer of this kind already; use that one.',
  },
  layer_one_of_owner: {
    path: ['kind'],
    code: 'CONFLICT',
    message: 'You have a personal layer on this document already; use that one.',
  },
  layer_document: {
    path: ['document'],
    code: 'NOT_FOUND',
    message: 'The document was removed meanwhile.',
  },
  statement_layer: inUse,
  annotation_layer: inUse,
};

/** Opens the viewer's own layer on a document, or its adjudicated one. @returns the new layer's key */
export async function openLayer(db: Db, viewer: Viewer, input: OpenLayerInput): Promise<Key> {
  const projectId = await findProject(db, input.project);
  const faults = new FaultList();
  const refs = await loadRefs(db, projectId, [want('Document', input.document, 'document')], faults);
  if (input.kind === 'SHARED')
    faults.add('kind', 'Every document has its shared layer; open a PERSONAL or ADJUDICATED one.');
  const blind = checkBlind(faults, input.kind, input.blind ?? false);
  throwIfFaulty(faults);
  const row = {
    projectId,
    id: newId(),
    documentId: refs('Document', input.document) as string,
    kind: input.kind,
    ownerId: input.kind === 'PERSONAL' ? viewer.accountId : null,
    blind,
    hidden: blind,
    state: 'OPEN' as const,
  };
  if (input.kind === 'ADJUDICATED') await authorize(db, viewer, { projectId, needs: 'EDITOR', path: 'kind' });
  const [id = row.id] = await write(
    db,
    viewer,
    {
      projectId,
      operation: 'openLayer',
      needs: 'CODER',
      input,
      idempotencyKey: input.idempotencyKey,
      constraints,
    },
    async ({ tx, changes }) => {
      await tx.insert(layer).values(row);
      changes.push(layerChange('ADDED', { ...row, version: 1 }));
      return [row.id];
    },
  );
  return { projectId, id };
}

/**
 * Declares a layer done or open again, or changes whether it is blind. With the first of these by which others come to see it,
 * its content is told again [F11].
 */
export async function changeLayer(db: Db, viewer: Viewer, input: ChangeLayerInput): Promise<Key> {
  const key = keyOf('Layer', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'changeLayer',
      needs: 'CODER',
      subject: 'Layer',
      input,
      constraints,
    },
    async ({ tx, changes }) => {
      const now = await lockLayer(tx, viewer, key, input);
      const faults = new FaultList();
      refuseNulls(faults, input, ['state', 'blind']);
      const blind = checkBlind(faults, now.kind, kept(input.blind, now.blind));
      if (blind && !now.blind && !(await isEmptyLayer(tx, now)))
        faults.add('blind', 'Others may have seen what is on the layer; only an empty one can become blind.');
      throwIfFaulty(faults);
      const state = kept(input.state, now.state);
      const hidden = isHidden(now, { blind, state });
      const next = { ...now, state, blind, hidden, version: now.version + 1 };
      const changed = layerChange('CHANGED', next);
      if (isUnchanged(layerChange('CHANGED', now).state, changed.state)) return [key.id];
      await tx.update(layer).set({ state, blind, hidden, version: next.version }).where(isLayer(key));
      changes.push(changed);
      if (now.hidden && !hidden) changes.push(...(await contentAnew(tx, now)));
      return [key.id];
    },
  );
  return key;
}

/** Removes an empty layer; the shared one goes only with its document. */
export async function removeLayer(
  db: Db,
  viewer: Viewer,
  input: { id: string; expectedVersion: number },
): Promise<Key> {
  const key = keyOf('Layer', input.id);
  await write(
    db,
    viewer,
    {
      projectId: key.projectId,
      operation: 'removeLayer',
      needs: 'CODER',
      subject: 'Layer',
      input,
      constraints,
    },
    async ({ tx, changes }) => {
      const now = await lockLayer(tx, viewer, key, input);
      const faults = new FaultList();
      if (now.kind === 'SHARED') faults.add('id', 'The shared layer goes only with its document.');
      throwIfFaulty(faults);
      await tx.delete(layer).where(isLayer(key));
      changes.push(layerRemoval(now));
      return [key.id];
    },
  );
  return key;
}

type LayerState = Omit<LayerRow, 'counts' | 'createdAt' | 'hidden'>;

/** The change that tells what became of a layer. Whether it counts is derived, and so left out. */
export function layerChange(
  kind: NewChange['kind'],
  { id, documentId, version, ...row }: LayerState,
): NewChange {
  const state = { documentId, kind: row.kind, ownerId: row.ownerId, blind: row.blind, state: row.state };
  return { kind, subjectType: 'LAYER', subjectId: id, version, documentId, layerId: id, state };
}

/** The change that tells of a removed layer; of a hidden one, to those alone who saw it. */
export function layerRemoval(row: LayerRow): NewChange {
  const onlyFor = row.hidden ? row.ownerId : null;
  return { ...layerChange('REMOVED', { ...row, version: row.version + 1 }), onlyFor };
}

const isLayer = (key: Key) => and(eq(layer.projectId, key.projectId), eq(layer.id, key.id));

/** The layer as it stands, locked against other writers. @throws DomainError FORBIDDEN where it is not the viewer's to change */
async function lockLayer(tx: Tx, viewer: Viewer, key: Key, expected: Versioned): Promise<LayerRow> {
  const [now] = await tx
    .select()
    .from(layer)
    .where(and(isLayer(key), isSeenLayer(layer)))
    .for('update');
  const editor = viewer.via === 'PROGRAM' || includes(viewer.roles.get(key.projectId), 'EDITOR');
  if (now && now.ownerId !== viewer.accountId && !editor)
    throw domainError('FORBIDDEN', 'id', 'A coder changes his own layers; the others take the role EDITOR.');
  return checkVersion({ type: 'Layer', ...key }, now, expected);
}
