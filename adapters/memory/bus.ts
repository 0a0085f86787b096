import type { Announcement, Bus } from '#core/ports/bus.ts';

/** As EventBridge: an entry is no larger. */
const MOST_BYTES = 1024 * 1024;

export interface MemoryBus extends Bus {
  /** What was taken, in that order. */
  published(): Announcement[];
  /** Until it is called again: why nothing can be taken just now. */
  away(why?: string): void;
}

/** A bus in memory; whoever reads it follows. */
export function memoryBus(): MemoryBus {
  const taken: string[] = [];
  let absence: string | undefined;
  return {
    publish: async (announcements) =>
      announcements.map((announcement) => {
        if (absence) return { kind: 'later', why: absence };
        const text = JSON.stringify(announcement);
        if (Buffer.byteLength(text) > MOST_BYTES) return { kind: 'refused', why: 'It is larger than an event may be.' };
        taken.push(text);
        return { kind: 'taken' };
      }),
    published: () => taken.map((text) => JSON.parse(text)),
    away: (why) => {
      absence = why;
    },
  };
}
