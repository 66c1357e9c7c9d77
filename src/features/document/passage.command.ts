import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/transaction.ts';
import { splitPassages } from './passage.rule.ts';

type Version = { projectId: number; documentId: string; versionId: string; text: string };

/** Passages stored by one statement, about a megabyte of text. */
const BATCH = 1_000;

/** Stores the passages of a new version's text. The database gives each its language and its index entry. */
export async function storePassages(tx: Tx, { projectId, documentId, versionId, text }: Version) {
  const passages = splitPassages(text).map((passage, ordinal) => ({ ordinal, ...passage }));
  for (let at = 0; at < passages.length; at += BATCH) {
    await tx.execute(sql`
      insert into document_passage (project_id, version_id, ordinal, document_id, start, text, config)
      select ${projectId}, ${versionId}, p.ordinal, ${documentId}, p.start, p.text, 'simple'
      from jsonb_to_recordset(${JSON.stringify(passages.slice(at, at + BATCH))}::text::jsonb)
        as p(ordinal int, start int, text text)`);
  }
}
