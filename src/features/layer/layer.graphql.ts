import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { changeLayer, openLayer, removeLayer } from './layer.command.ts';
import type { layerKind, layerState } from './layer.table.ts';

const LayerKind = builder.enumType('LayerKind', {
  description: 'Whose a layer is.',
  values: {
    SHARED: { description: 'The usual place: everybody writes, everybody sees. Each document has one.' },
    PERSONAL: { description: 'One coder’s own, open or blind.' },
    ADJUDICATED: { description: 'Where coders’ disagreements are settled.' },
  } satisfies Record<(typeof layerKind.enumValues)[number], object>,
});

const LayerState = builder.enumType('LayerState', {
  description: 'How far the work on a layer is.',
  values: {
    OPEN: { description: 'Work goes on.' },
    DONE: { description: 'Its coder has declared it finished.' },
  } satisfies Record<(typeof layerState.enumValues)[number], object>,
});

export const Layer = builder.drizzleNode('layer', {
  name: 'Layer',
  description: 'Where statements and annotations of a document lie.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    kind: t.expose('kind', { type: LayerKind, description: 'Whose it is.' }),
    state: t.expose('state', { type: LayerState, description: 'How far the work is.' }),
    blind: t.exposeBoolean('blind', {
      description:
        'Whether it was coded blindly: others came to see it, or will, when it is done for the first time. What was seen once is not hidden again.',
    }),
    counts: t.exposeBoolean('counts', {
      description:
        'Whether positions read it where no layers are named: the adjudicated layer once done, else the shared one.',
    }),
    owner: t.relation('owner', {
      nullable: true,
      description: 'The coder whose personal layer it is; null for the others.',
    }),
    document: t.relation('document', { description: 'The document it lies on.' }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was opened.' }),
  }),
});

export const LayerConnection = builder.connectionObject(
  {
    type: Layer,
    name: 'LayerConnection',
    description: 'A page of layers.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        extensions: { pothosDrizzleTotalCount: true },
        resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount,
      }),
    }),
  },
  { name: 'LayerEdge', description: 'A layer in a page.' },
);

const OpenLayerInput = builder.inputType('OpenLayerInput', {
  description: 'A new layer on a document.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    document: t.string({ required: true, description: 'The document, by slug or id.' }),
    kind: t.field({ type: LayerKind, required: true, description: 'PERSONAL (your own) or ADJUDICATED.' }),
    blind: t.boolean({
      description: 'Whether other coders see it only when it is done; for personal layers. False without.',
    }),
  }),
});

addMutation({
  name: 'openLayer',
  description: 'Opens your own layer on a document, or its adjudicated one.',
  input: OpenLayerInput,
  type: 'Layer',
  ref: Layer,
  run: openLayer,
});

const ChangeLayerInput = builder.inputType('ChangeLayerInput', {
  description: 'What to change of a layer; what is left out stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The layer’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    state: t.field({ type: LayerState, description: 'DONE to declare it finished, OPEN to go on.' }),
    blind: t.boolean({ description: 'Whether other coders see it only when it is done.' }),
  }),
});

addMutation({
  name: 'changeLayer',
  description: 'Declares a layer done or open again, or changes whether it is blind.',
  input: ChangeLayerInput,
  type: 'Layer',
  ref: Layer,
  run: changeLayer,
});

addRemoval({
  name: 'removeLayer',
  description: 'Removes an empty layer; the shared one goes only with its document.',
  run: removeLayer,
});
