import type { builder } from './builder.ts';

/**
 * Makes `node` and `nodes` give null for what is not there. The plugin throws instead, and one absent id would fail all of
 * `nodes`. Call once every type is registered.
 */
export function nullWhereAbsent({ configStore }: typeof builder): void {
  for (const { pothosOptions } of configStore.typeConfigs.values()) {
    const options = pothosOptions as { loadWithoutCache?: Load };
    const load = options.loadWithoutCache;
    if (load) options.loadWithoutCache = (...given) => load(...given).catch(nullIfAbsent);
  }
}

type Load = (...given: unknown[]) => Promise<unknown>;

function nullIfAbsent(error: unknown): null {
  if (error instanceof Error && /^Model \w+\(.+\) not found$/.test(error.message)) return null;
  throw error;
}
