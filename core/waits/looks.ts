/**
 * How far apart two looks of a wait are. The first comes after 30 s, then they double, up to five minutes or 5 % of the
 * time already waited, whichever is more: a lost event costs at most that, and a week-long bake stays O(log n) in looks.
 * A stage may ask for closer looks, and gets them until 5 % of the time waited is more: an execution dies of its 25,000th
 * history event, and a look costs six.
 * The state machine computes the same in JSONata (statemachines/README.md); the test compares both.
 */
export const FIRST_LOOK_SECONDS = 30;
export const WIDEST_GAP_SECONDS = 300;
export const WIDEST_GAP_SHARE = 0.05;

export interface Look {
  /** Seconds until the next look. */
  after: number;
  /** Seconds waited so far. */
  waited: number;
}

export const firstLook = (first: number): Look => ({ after: first, waited: 0 });

/** The look after `look` timed out; `atMost` is the gap in seconds that the stage asks for. */
export function nextLook(look: Look, atMost: number): Look {
  const waited = look.waited + look.after;
  const share = Math.floor(waited * WIDEST_GAP_SHARE);
  const widest = Math.max(WIDEST_GAP_SECONDS, share);
  return { after: Math.min(look.after * 2, widest, Math.max(atMost, share)), waited };
}
