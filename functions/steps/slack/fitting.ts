import type { KnownBlock } from '@slack/types';
import { context, small } from './blocks.ts';

/** Slack takes 50 blocks, and refuses (`msg_blocks_too_long`) what is longer than 13,200 characters or so, which it documents nowhere. */
const MOST_BLOCKS = 50;
const MOST_CHARACTERS = 12_500;
const LONGEST_REST = 200;

/** The blocks that one message may hold, from the first one on; `rest` says in the last one where the others are to be found. */
export function fitting(blocks: KnownBlock[], rest: string): KnownBlock[] {
  let length = 0;
  const first = blocks.findIndex((block, index) => {
    length += JSON.stringify(block).length;
    return length > MOST_CHARACTERS || (index === MOST_BLOCKS - 1 && blocks.length > MOST_BLOCKS);
  });
  return first === -1 ? blocks : [...blocks.slice(0, first), context(small(rest, LONGEST_REST))];
}
