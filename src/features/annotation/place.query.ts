import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../db/transaction.ts';
import { domainError, type FaultList } from '../../protocol/errors.ts';
import { OffsetIndex } from '../../protocol/offsets.ts';
import { includes } from '../../protocol/role.ts';
import { isSeenLayer } from '../../visibility.ts';
import type { Viewer } from '../account/viewer.ts';
import { document, documentVersion } from '../document/document.table.ts';
import { layer } from '../layer/layer.table.ts';
import { loadRefs, want } from '../project/ref.query.ts';
import type { RangedText } from './annotation.rule.ts';

/** A layer of a document, and the document's current text: where statements and annotations are written. */
export type Place = {
  projectId: number;
  documentId: string;
  layerId: string;
  versionId: string;
  text: RangedText;
};

/** How an input names a place; without a layer, the document's shared one. */
export type PlaceInput = { document: string; layer?: string | null | undefined };

const DONE = 'The layer is done and takes no more writes; reopen it first.';

/**
 * The place that an input names, its layer locked so that nobody closes it meanwhile. What is wrong goes to `faults`: no such
 * document, no such layer of it that the viewer sees, one that is not his to write on, one that is done.
 *
 * @param withText whether the text itself is needed, to look for quotes in it
 * @returns null where there is no such place
 */
export async function findPlace(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  input: PlaceInput,
  withText: boolean,
  faults: FaultList,
): Promise<Place | null> {
  const refs = await loadRefs(
    tx,
    projectId,
    [want('Document', input.document, 'document'), want('Layer', input.layer, 'layer')],
    faults,
  );
  const documentId = refs('Document', input.document);
  const layerId = refs('Layer', input.layer);
  if (documentId === null || (input.layer && layerId === null)) return null;
  const row = await readPlace(tx, projectId, documentId, layerId, withText);
  if (!row) {
    faults.add('layer', 'The document has no such layer; leave it out for the shared one.', 'NOT_FOUND');
    return null;
  }
  const refusal = refusalOf(row, viewer);
  if (refusal !== null) faults.add('layer', refusal, 'FORBIDDEN');
  if (row.state === 'DONE') faults.add('layer', DONE, 'CONFLICT');
  return row;
}

/**
 * The place of something that stands already, locked.
 *
 * @returns null where the viewer does not see its layer
 * @throws DomainError FORBIDDEN where the layer is not his to write on, CONFLICT where it is done
 */
export async function placeOf(
  tx: Tx,
  viewer: Viewer,
  of: { projectId: number; documentId: string; layerId: string },
  withText: boolean = false,
): Promise<Place | null> {
  const row = await readPlace(tx, of.projectId, of.documentId, of.layerId, withText);
  if (!row) return null;
  const refusal = refusalOf(row, viewer);
  if (refusal !== null) throw domainError('FORBIDDEN', 'id', refusal);
  if (row.state === 'DONE') throw domainError('CONFLICT', 'id', DONE);
  return row;
}

type Row = Place & Pick<typeof layer.$inferSelect, 'kind' | 'ownerId' | 'state'>;

/** Coders write on the shared layer and on their own ones, editors on all. */
function refusalOf({ projectId, kind, ownerId }: Row, viewer: Viewer): string | null {
  const own = kind === 'SHARED' || ownerId === viewer.accountId;
  if (own || viewer.via === 'PROGRAM' || includes(viewer.roles.get(projectId), 'EDITOR')) return null;
  return kind === 'ADJUDICATED'
    ? 'The adjudicated layer is written by editors; use the shared layer or your own.'
    : 'It is the layer of another coder, whose it is to write; use the shared layer or your own.';
}

async function readPlace(
  tx: Tx,
  projectId: number,
  documentId: string,
  layerId: string | null,
  withText: boolean,
): Promise<Row | null> {
  const [row] = await tx
    .select({
      layerId: layer.id,
      kind: layer.kind,
      ownerId: layer.ownerId,
      state: layer.state,
      versionId: documentVersion.id,
      length: documentVersion.length,
      // A text may have megabytes: it is read only where it is searched.
      words: withText ? documentVersion.text : sql<null>`null`,
    })
    .from(layer)
    .innerJoin(document, and(eq(document.projectId, layer.projectId), eq(document.id, layer.documentId)))
    .innerJoin(
      documentVersion,
      and(
        eq(documentVersion.projectId, document.projectId),
        eq(documentVersion.id, document.currentVersionId),
      ),
    )
    .where(
      and(
        eq(layer.projectId, projectId),
        eq(layer.documentId, documentId),
        layerId === null ? eq(layer.kind, 'SHARED') : eq(layer.id, layerId),
        isSeenLayer(layer),
      ),
    )
    .for('share', { of: layer });
  if (!row) return null;
  const { words, length, ...rest } = row;
  const index = words === null ? null : new OffsetIndex(words);
  return { projectId, documentId, ...rest, text: { length, index } };
}
