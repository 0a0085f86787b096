import type { KnownBlock } from '@slack/types';
import { context, small } from './blocks.ts';

/** Slack takes 50 blocks, and refuses (`msg_blocks_too_long`) what is longer than 13,200 characters or so, which it documents nowhere. */
const MOST_BLOCKS = 50;
const MOST_CHARACTERS = 12_500;
const LONGEST_REST = 200;

/**
 * The blocks that one message may hold, from the first one on; `rest` says where the others are to be found. `foot` stands below them
 * and is kept whole, unless it takes more than half of the message: then it is like the others.
 */
export function fitting(blocks: KnownBlock[], rest: string, foot: KnownBlock[] = []): KnownBlock[] {
  const kept = lengthOf(foot) <= MOST_CHARACTERS / 2 ? foot : [];
  const all = kept === foot ? blocks : [...blocks, ...foot];
  const most = MOST_BLOCKS - kept.length;
  let length = lengthOf(kept);
  const first = all.findIndex((block, index) => {
    length += lengthOf([block]);
    return length > MOST_CHARACTERS || (index === most - 1 && all.length > most);
  });
  const shown = first === -1 ? all : [...all.slice(0, first), context(small(rest, LONGEST_REST))];
  return [...shown, ...kept];
}

const lengthOf = (blocks: KnownBlock[]): number => blocks.reduce((sum, block) => sum + JSON.stringify(block).length, 0);
