import { readdirSync, readFileSync } from 'node:fs';
import type { Item } from '#core/ports/table.ts';
import type { ReleaseState } from '#core/release/release.ts';
import type { Story } from '../story/story.ts';

/** A ledger as one version of Bakewatch had written it in the middle of a story, and how the story ended for that version. */
export interface KeptLedger {
  title: string;
  story: Story;
  /** The moment, in ms from the story's begin. */
  at: number;
  items: Item[];
  /** Of the releases in the order of their numbers: how they stood at that moment, and how they ended. */
  stood: ReleaseState[];
  ended: ReleaseState[];
}

export const LEDGERS = new URL('../../fixtures/ledgers/', import.meta.url);

/** Every ledger that is kept, by the version of the format: `v1` and so on. */
export const keptLedgers = (): { version: string; ledgers: KeptLedger[] }[] =>
  readdirSync(LEDGERS)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      version: file.replace('.json', ''),
      ledgers: JSON.parse(readFileSync(new URL(file, LEDGERS), 'utf8')) as KeptLedger[],
    }));
