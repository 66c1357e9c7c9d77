import { isSlug, SLUG_HELP } from './slug.ts';
import { quoted } from './text.ts';

const CONTENT_TYPES = [
  'Variable',
  'Actor',
  'Affiliation',
  'Issue',
  'Document',
  'DocumentVersion',
  'Layer',
  'Statement',
  'StatementRelation',
  'Event',
  'Annotation',
] as const;

/** Types whose rows belong to one project and are named by (projectId, id). */
export type ContentType = (typeof CONTENT_TYPES)[number];

/** Types that `node` finds by their global id. */
export type NodeType = 'Project' | 'Account' | ContentType;

/** Types whose rows belong to no project and are named by id alone. */
const FREE_TYPES = ['Account', 'AccessToken'] as const;
type FreeType = (typeof FREE_TYPES)[number];

/** All types that have a global id. Those that are no nodes are read where they belong, by those whom they concern. */
export type IdType = NodeType | FreeType | 'Invitation';

/** Types that people also name by a slug; the others are named by global id alone. */
export type SluggedType = 'Project' | 'Variable' | 'Actor' | 'Issue' | 'Document' | 'Event';

/**
 * A decoded global id. An Account or AccessToken belongs to no project: its projectId is 0. A Project has no id beside its
 * number: its id is the empty string.
 */
export type GlobalId<T extends IdType = NodeType> = { type: T; projectId: number; id: string };

/** What an input names a thing by. */
export type Ref = { slug: string } | { id: { projectId: number; id: string } };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PROJECT_ID = /^[1-9][0-9]{0,15}$/;
const SLUGGED: readonly IdType[] = [
  'Project',
  'Variable',
  'Actor',
  'Issue',
  'Document',
  'Event',
] satisfies SluggedType[];
/** The longest, of a StatementRelation with a number of sixteen digits, has 95 characters. */
const ENCODED_MAX = 100;

/** Whether a type's rows belong to one project. */
export function isContentType(type: string): type is ContentType {
  return (CONTENT_TYPES as readonly string[]).includes(type);
}

/** Whether `node` finds things of a type. */
export function isNodeType(type: IdType): type is NodeType {
  return type === 'Project' || type === 'Account' || isContentType(type);
}

function isFreeType(type: string): type is FreeType {
  return (FREE_TYPES as readonly string[]).includes(type);
}

/**
 * The opaque id of a thing, unique over all types and projects. For a Project `id` is ignored, for an Account or AccessToken
 * `projectId` is.
 *
 * @throws RangeError where the project number is not positive or the id is not a UUID in small letters
 */
export function encodeGlobalId(type: IdType, projectId: number, id = ''): string {
  const plain =
    type === 'Project'
      ? `Project:${projectId}`
      : isFreeType(type)
        ? `${type}:${id}`
        : `${type}:${projectId}:${id}`;
  if (!read(plain)) throw new RangeError(`${type} ${projectId} ${id} cannot be a global id`);
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Reads a global id; null for anything that `encodeGlobalId` does not give, letter for letter. Never throws. */
export function decodeGlobalId(text: string): GlobalId<IdType> | null {
  if (text.length > ENCODED_MAX || !/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return null;
  const found = read(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  return found && encodeGlobalId(found.type, found.projectId, found.id) === text ? found : null;
}

/**
 * Reads an input that names a thing of one type by slug or by global id. The two cannot be confused: every global id
 * begins with a capital letter. Whether the thing exists, and in this project, is the caller's to ask.
 */
export function parseRef(text: string, type: IdType): Ref | { fault: string } {
  const decoded = decodeGlobalId(text);
  if (decoded) {
    if (decoded.type === type) return { id: { projectId: decoded.projectId, id: decoded.id } };
    return { fault: `This is the id of ${article(decoded.type)}; give that of ${article(type)}.` };
  }
  const slugged = SLUGGED.includes(type);
  if (slugged && isSlug(text)) return { slug: text };
  const what = `${quoted(text)} names no ${type}`;
  return {
    fault: slugged ? `${what}; give its slug or its global id. ${SLUG_HELP}` : `${what}; give its global id.`,
  };
}

function read(plain: string): GlobalId<IdType> | null {
  const [type = '', first = '', second, ...more] = plain.split(':');
  if (more.length > 0) return null;
  if (isFreeType(type))
    return second === undefined && UUID.test(first) ? { type, projectId: 0, id: first } : null;
  const projectId = Number(first);
  if (!PROJECT_ID.test(first) || !Number.isSafeInteger(projectId)) return null;
  if (type === 'Project') return second === undefined ? { type, projectId, id: '' } : null;
  return (isContentType(type) || type === 'Invitation') && second !== undefined && UUID.test(second)
    ? { type, projectId, id: second }
    : null;
}

/** The type's name after its article. */
export function article(type: IdType): string {
  return /^[AEIOU]/.test(type) ? `an ${type}` : `a ${type}`;
}
