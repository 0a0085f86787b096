import { sayDuration } from '#core/config/duration.ts';
import type { Table } from '#core/ports/table.ts';
import type { Release } from '#core/release/release.ts';
import { isTerminal } from '#core/release/release.ts';
import { nextGap, type Pace } from '#core/watch/next-gap.ts';
import { isRefused } from '../is-refused.ts';
import { Unreachable } from '../unreachable.ts';
import { type Look, lookAt } from './look-at.ts';

export interface Follow {
  table: Table;
  asked: { service: string; number: number };
  pace: Pace;
  /** Epoch ms; from then on it is not waited for any more. */
  deadline?: number | undefined;
  now(): number;
  sleep(ms: number): Promise<unknown>;
  /** Called after each look that was answered. */
  seen(look: Look): Promise<void> | void;
}

/** `isLate`: its deadline came first. */
export interface Followed {
  release: Release;
  isLate: boolean;
}

/** A ledger that is away for a moment (a throttled read, a restart) is no end of the story. */
const PATIENCE_MS = 30_000;

/** Looks at a release again and again until it has ended or time is over. Undefined: there is no such release. Throws Unreachable. */
export async function followRelease(follow: Follow): Promise<Followed | undefined> {
  const { now, pace, deadline = Number.POSITIVE_INFINITY } = follow;
  let count = 0;
  let newsAt = now();
  let answeredAt = now();
  for (;;) {
    const asked = await ask(follow, count, answeredAt);
    if (asked && !asked.look) return undefined;
    if (asked?.look) {
      const { release, fresh } = asked.look;
      answeredAt = now();
      if (fresh.length > 0) newsAt = now();
      count += fresh.length;
      await follow.seen(asked.look);
      if (isTerminal(release.state)) return { release, isLate: false };
      if (now() >= deadline) return { release, isLate: true };
    }
    await follow.sleep(Math.max(0, Math.min(nextGap(now() - newsAt, pace), deadline - now())));
  }
}

/** Undefined: no answer, and it may come yet. */
async function ask(
  { table, asked, now, deadline = Number.POSITIVE_INFINITY }: Follow,
  count: number,
  answeredAt: number,
): Promise<{ look: Look | undefined } | undefined> {
  try {
    return { look: await lookAt(table, asked, count) };
  } catch (error) {
    const { name, message } = error as Error;
    const away = now() - answeredAt;
    if (away < PATIENCE_MS && now() < deadline && !isRefused(error)) return undefined;
    throw new Unreachable(`Bakewatch's ledger has not answered for ${sayDuration(away)}: ${name}: ${message}`);
  }
}
