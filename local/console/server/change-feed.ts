import type { Key } from '#core/ports/table.ts';

/** What has changed, as far as it is known; `release` is absent when it may be any. */
export interface Change {
  about: 'ledger' | 'messages';
  release?: string;
}

export interface ChangeFeed {
  /** Calls the listener soon after each change; changes that come at once come as one. Returns a function that ends it. */
  listen(listener: (changes: Change[]) => void): () => void;
  note(change: Change): void;
  close(): void;
}

const GATHER_MS = 60;
const LISTENERS = 200;

/** Gathers changes for a moment: a transaction is a handful of items, and one look at the result is enough. */
export function changeFeed(): ChangeFeed {
  const listeners = new Set<(changes: Change[]) => void>();
  let gathered = new Map<string, Change>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    const changes = [...gathered.values()];
    gathered = new Map();
    timer = undefined;
    for (const listener of listeners) listener(changes);
  };
  return {
    listen(listener) {
      if (listeners.size >= LISTENERS) throw new RangeError(`More than ${LISTENERS} pages listen already.`);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    note(change) {
      gathered.set(`${change.about} ${change.release ?? ''}`, change);
      timer ??= setTimeout(tell, GATHER_MS);
    },
    close() {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}

/** What a written item is about; undefined: nothing that a page shows. */
export function changeOf(key: Key | undefined): Change | undefined {
  if (!key) return { about: 'ledger' };
  if (/^(WAIT|DELIVERY|PUSH)#/.test(key.pk)) return undefined;
  const own = /^RELEASE#(.+)$/.exec(key.pk)?.[1];
  const listed = /^SERVICE#(.+)$/.exec(key.pk)?.[1];
  const number = /^RELEASE#0*(\d+)$/.exec(key.sk)?.[1];
  const release = own ?? (listed && number ? `${listed}#${number}` : undefined);
  return { about: 'ledger', ...(release ? { release } : {}) };
}
