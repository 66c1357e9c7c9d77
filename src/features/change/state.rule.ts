import { encodeGlobalId, type NodeType } from '../../protocol/global-id.ts';

/** What each key of a stored state names, the plural of it too (`antecedentIds`). */
const NAMED: Record<string, NodeType> = {
  accountId: 'Account',
  actorId: 'Actor',
  addresseeId: 'Actor',
  antecedentId: 'Statement',
  authorId: 'Actor',
  broaderId: 'Issue',
  consequentId: 'Statement',
  currentVersionId: 'DocumentVersion',
  documentId: 'Document',
  eventId: 'Event',
  issueId: 'Issue',
  layerId: 'Layer',
  mergedIntoId: 'Issue',
  ofId: 'Actor',
  onBehalfOfId: 'Actor',
  ownerId: 'Account',
  parentId: 'Event',
  reportedInId: 'Statement',
  saidAtId: 'Event',
  speakerId: 'Actor',
  statementId: 'Statement',
  towardId: 'Actor',
  variableId: 'Variable',
  versionId: 'DocumentVersion',
};

/**
 * A state as the log stores it, in which others are named by their ids within the project, as clients are told it: with
 * global ids, which every input takes.
 */
export function toldState(projectId: number, state: unknown): unknown {
  if (Array.isArray(state)) return state.map((item) => toldState(projectId, item));
  if (typeof state !== 'object' || state === null) return state;
  return Object.fromEntries(
    Object.entries(state).map(([key, value]) => {
      const type = NAMED[key.replace(/Ids$/, 'Id')];
      if (!type) return [key, toldState(projectId, value)];
      const told = (id: unknown) => (typeof id === 'string' ? encodeGlobalId(type, projectId, id) : id);
      return [key, Array.isArray(value) ? value.map(told) : told(value)];
    }),
  );
}
