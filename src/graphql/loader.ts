import DataLoader from 'dataloader';
import type { Context } from './context.ts';

/**
 * Batches the loads of one operation that differ in their key alone: all keys asked for under the same name and arguments in
 * one turn come to `load` together. A context serves one operation, so nothing is remembered beyond it.
 */
export function createLoader<Key, Value, Args>(
  load: (context: Context, keys: readonly Key[], args: Args) => Promise<Value[]>,
  nameOf: (key: Key) => string,
): (context: Context, key: Key, args: Args) => Promise<Value> {
  const loaders = new WeakMap<Context, Map<string, DataLoader<Key, Value, string>>>();
  return (context, key, args) => {
    let ofContext = loaders.get(context);
    if (!ofContext) loaders.set(context, (ofContext = new Map()));
    const name = JSON.stringify(args);
    let loader = ofContext.get(name);
    if (!loader) {
      loader = new DataLoader((keys) => load(context, keys, args), { cacheKeyFn: nameOf });
      ofContext.set(name, loader);
    }
    return loader.load(key);
  };
}
