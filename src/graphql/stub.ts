import { brandWithType } from '@pothos/core';
import type { GlobalId, NodeType } from '../protocol/global-id.ts';

/**
 * A row known only by its key, for fields to return: the plugin then reads what the client selected, all such rows of one
 * tick in one statement. Typed `never`, since it stands in for whatever row the field's type expects.
 */
export function stub(type: NodeType, projectId: number, id: string): never {
  const key = type === 'Project' ? { id: projectId } : type === 'Account' ? { id } : { projectId, id };
  brandWithType(key, type as never);
  return key as never;
}

/** As `stub`, from a decoded global id. */
export function stubOf({ type, projectId, id }: GlobalId): never {
  return stub(type, projectId, id);
}
