import { createActor } from '../features/actor/actor.command.ts';
import type { Viewer } from '../features/account/viewer.ts';
import { changeDocument, createDocument, sha256Of } from '../features/document/document.command.ts';
import { documentWithText, personsNamed } from '../features/intake/intake.query.ts';
import { readIntake } from '../features/intake/read-file.ts';
import { DomainError } from '../protocol/errors.ts';
import { encodeGlobalId } from '../protocol/global-id.ts';
import { normaliseText } from '../protocol/text.ts';
import type { Db } from '../tables.ts';

/** What the command line says of all files, in place of what they say themselves. */
export type Given = {
  title?: string;
  language?: string;
  author?: string;
  publisher?: string;
  source?: string;
  publishedOn?: string;
  createAuthors?: boolean;
};

/** What became of a file: a new document, one that was there before, or nothing. `notes` tell what was left out, and why. */
export type Outcome =
  | { kind: 'ADDED'; slug: string; title: string; length: number; notes: string[] }
  | { kind: 'PRESENT'; slug: string; notes: string[] }
  | { kind: 'REFUSED'; reason: string };

/** Imports one file into a project. A text that the project holds already is not stored again. */
export async function importFile(
  db: Db,
  viewer: Viewer,
  projectId: number,
  path: string,
  given: Given,
): Promise<Outcome> {
  const found = await readIntake(path);
  if ('fault' in found) return { kind: 'REFUSED', reason: found.fault };
  const normal = normaliseText(found.text);
  if ('fault' in normal) return { kind: 'REFUSED', reason: normal.fault };
  const present = await documentWithText(db, projectId, sha256Of(normal.text));
  const notes: string[] = [];
  try {
    if (present?.authorId != null) return { kind: 'PRESENT', slug: present.slug, notes };
    const author = given.author ?? (await authorOf(db, viewer, projectId, found.author, given, notes));
    if (present) {
      const id = encodeGlobalId('Document', projectId, present.id);
      if (author !== null) {
        await changeDocument(db, viewer, { id, expectedVersion: present.version, author });
        notes.push('its author was set');
      }
      return { kind: 'PRESENT', slug: present.slug, notes };
    }
    const title = given.title ?? found.title;
    const { id } = await createDocument(db, viewer, {
      project: encodeGlobalId('Project', projectId),
      title: [...title].slice(0, 500).join(''),
      text: normal.text,
      author,
      source: given.source ?? found.source,
      publisher: given.publisher ?? found.publisher,
      publishedOn: given.publishedOn ?? found.publishedOn,
      language: given.language ?? found.language,
    });
    const made = await db.query.document.findFirst({
      where: { projectId, id },
      columns: { slug: true, title: true },
      with: { currentVersion: { columns: { length: true } } },
    });
    if (!made) return { kind: 'REFUSED', reason: 'It was removed again while it was imported.' };
    return { kind: 'ADDED', slug: made.slug, title: made.title, length: made.currentVersion.length, notes };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const told = error.faults.map((fault) => `${fault.path.join('.')}: ${fault.message}`);
    return { kind: 'REFUSED', reason: told.join(' ') };
  }
}

/** The actor whom a file names as its author, made where that is wished; else null with a note. */
async function authorOf(
  db: Db,
  viewer: Viewer,
  projectId: number,
  name: string | null,
  { createAuthors }: Given,
  notes: string[],
): Promise<string | null> {
  if (name === null) return null;
  if (/,|;|&| and /i.test(name)) {
    notes.push(`its authors are ${name}; a document has one, so none was set`);
    return null;
  }
  if (!createAuthors) {
    notes.push(`its author is ${name}; --create-authors sets and, where needed, creates him or her`);
    return null;
  }
  const [known, another] = await personsNamed(db, projectId, name);
  if (another !== undefined) {
    notes.push(`several persons are named ${name}; choose with --author`);
    return null;
  }
  if (known !== undefined) return known;
  const { id } = await createActor(db, viewer, {
    project: encodeGlobalId('Project', projectId),
    name,
    kind: 'PERSON',
  });
  notes.push(`${name} was added as a person`);
  return encodeGlobalId('Actor', projectId, id);
}
