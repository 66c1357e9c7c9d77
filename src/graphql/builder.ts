import SchemaBuilder from '@pothos/core';
import DrizzlePlugin from '@pothos/plugin-drizzle';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import { getTableConfig } from 'drizzle-orm/pg-core';
import { article, decodeGlobalId, encodeGlobalId, isNodeType, type NodeType } from '../protocol/global-id.ts';
import { PAGE_DEFAULT, PAGE_MAX } from '../protocol/limits.ts';
import { relations } from '../tables.ts';
import type { Context } from './context.ts';
import { relayDescriptions } from './relay-descriptions.ts';
import { requestError } from './request-error.ts';

/** The one builder: configured here, it defines no types. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  DrizzleRelations: typeof relations;
  Scalars: {
    ID: { Input: string; Output: string | number };
    Date: { Input: string; Output: string };
    DateTime: { Input: string; Output: Date };
    EDTF: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
  };
}>({
  plugins: [ErrorsPlugin, RelayPlugin, DrizzlePlugin],
  defaultFieldNullability: false,
  drizzle: {
    client: (context: Context) => context.db,
    getTableConfig,
    relations,
    maxConnectionSize: PAGE_MAX,
    defaultConnectionSize: PAGE_DEFAULT,
  },
  errors: {
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName[0]?.toUpperCase()}${fieldName.slice(1)}Result`,
      description: 'What was written, or an Error, where nothing was.',
    },
  },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    ...relayDescriptions,
    // Rows inside a project are named by two columns, which the plugin hands over as a JSON array.
    encodeGlobalID: (typename, id) => {
      const text = String(id);
      const [projectId, rowId] = text.startsWith('[')
        ? (JSON.parse(text) as [number, string])
        : typename === 'Account'
          ? [0, text]
          : [Number(text), ''];
      return encodeGlobalId(typename as NodeType, projectId, rowId);
    },
    decodeGlobalID: (globalId) => {
      const found = decodeGlobalId(globalId);
      const notId = `${JSON.stringify(globalId.slice(0, 120))} is not a global id; give one as the service returned it.`;
      if (!found) throw requestError('INVALID', notId, [{ path: ['id'], code: 'INVALID', message: notId }]);
      const { type, projectId, id } = found;
      const noNode = `This is the id of ${article(type)}, which is not found by its id alone; ask where it belongs.`;
      if (!isNodeType(type))
        throw requestError('INVALID', noNode, [{ path: ['id'], code: 'INVALID', message: noNode }]);
      const inner =
        type === 'Project' ? `${projectId}` : type === 'Account' ? id : JSON.stringify([projectId, id]);
      return { typename: type, id: inner };
    },
  },
});

builder.queryType({ description: 'What can be read.' });
builder.mutationType({
  description: 'What can be written. Each mutation is one transaction; its faults are members of its result.',
});
