import { randomUUID } from 'node:crypto';
import { inTransaction } from '../../src/db/transaction.ts';
import { localOwner } from '../../src/features/account/account.command.ts';
import { createProject } from '../../src/features/project/project.command.ts';
import { appendChanges, type NewChange } from '../../src/feed/append.ts';
import { announceCommit } from '../../src/feed/commit.ts';
import type { Db } from '../../src/tables.ts';

/** A project whose log a test writes to without any content. */
export type TestLog = {
  projectId: number;
  slug: string;
  /** Appends so many changes in one transaction, of a document if one is named; each has its number in its state. */
  append(count: number, documentId?: string): Promise<void>;
};

/** Starts a project; its log holds one change, its own. */
export async function startLog(db: Db): Promise<TestLog> {
  const viewer = await localOwner(db);
  const slug = `log-${randomUUID()}`;
  const { projectId } = await createProject(db, viewer, { slug, name: slug });
  return {
    projectId,
    slug,
    async append(count, documentId) {
      const changes = Array.from({ length: count }, (): NewChange => ({
        kind: 'ADDED',
        subjectType: 'ANNOTATION',
        subjectId: randomUUID(),
        version: 1,
        documentId: documentId ?? null,
        state: {},
      }));
      await inTransaction(db, (tx) => appendChanges(tx, projectId, viewer.accountId, changes));
      announceCommit(db, projectId);
    },
  };
}
