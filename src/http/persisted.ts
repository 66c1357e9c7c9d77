import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { GraphQLError, parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { exitCodes, Fault, messageOf } from '../fault.ts';

/** Operations by their ids. */
export type Persisted = ReadonlyMap<string, string>;

const fileOfIds = z.record(z.string(), z.string());

/**
 * Reads operations from a file of JSON, an object of ids and documents, or from a folder of such files and of `.graphql` files,
 * whose ids are their names. Each can also be asked for by the SHA-256 of its text, as clients do of their own accord.
 *
 * @throws Fault if one cannot be read, or is no GraphQL
 */
export function readPersisted(path: string): Persisted {
  try {
    const files = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
    const found = new Map<string, string>();
    for (const file of files.sort()) {
      for (const [id, text] of operationsIn(file)) {
        parse(text);
        found.set(id, text);
        found.set(createHash('sha256').update(text).digest('hex'), text);
      }
    }
    return found;
  } catch (error) {
    throw new Fault(
      `PERSISTED_OPERATIONS names ${path}, which cannot be read: ${messageOf(error)}. Give a JSON file of ids and operations, or a folder of .graphql files.`,
      exitCodes.configuration,
      { cause: error },
    );
  }
}

function operationsIn(file: string): [string, string][] {
  const type = extname(file);
  if (type === '.json') return Object.entries(fileOfIds.parse(JSON.parse(readFileSync(file, 'utf8'))));
  return type === '.graphql' ? [[basename(file, type), readFileSync(file, 'utf8')]] : [];
}

type Params = { query?: string | undefined; extensions?: unknown };

/**
 * The document of a request that names one by its id, in `extensions.persistedQuery.sha256Hash` as clients send it. The other
 * plugin for this looks at HTTP alone, and at ids only where nothing else may be sent.
 *
 * @throws GraphQLError if it is not known
 */
export function withDocument<P extends Params>(params: P, persisted: Persisted): P {
  if (params.query) return params;
  const { persistedQuery } = (params.extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } };
  const id = persistedQuery?.sha256Hash;
  if (typeof id !== 'string') return params;
  const query = persisted.get(id);
  if (query !== undefined) return { ...params, query };
  // By this code clients know that they are to send the document.
  throw new GraphQLError('PersistedQueryNotFound', {
    extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', http: { status: 404, spec: true } },
  });
}

/** Takes operations by their ids and, where `only` says so, none whose text is not among them [L8]. */
export function persistedOperations(persisted: Persisted, only: boolean): Plugin {
  const texts = new Set(persisted.values());
  return {
    onParams({ params, setParams }) {
      setParams(withDocument(params, persisted));
    },
    // Whatever way it came.
    onParse({ params: { source } }) {
      if (!only || texts.has(typeof source === 'string' ? source : source.body)) return;
      throw new GraphQLError('Only operations that the service knows are run here; name one by its id.', {
        extensions: { code: 'FORBIDDEN', http: { status: 403 } },
      });
    },
  };
}
