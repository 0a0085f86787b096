import { registerHooks } from 'node:module';
import { applyMutation, type Mutation } from './mutation.ts';

const ROOT = new URL('../../../', import.meta.url);

/** From now on this process loads the mutation's file with the bug in it. To be called before anything of the product is loaded. */
export function loadMutated(mutation: Mutation): void {
  const mutated = new URL(mutation.file, ROOT).href;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== mutated) return loaded;
      return { ...loaded, source: applyMutation(Buffer.from(loaded.source as Uint8Array).toString(), mutation) };
    },
  });
}
