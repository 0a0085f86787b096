import type { Table } from '#core/ports/table.ts';
import type { ReleaseState } from '#core/release/release.ts';
import type { Rig } from './aws/orchestrator.ts';
import { SWEEP_EVERY_MS } from './aws/settling.ts';
import { type Bounds, measure } from './bounds.ts';
import { createFaultPlan, type Place } from './chance/fault-plan.ts';
import { createChronicle } from './chronicle.ts';
import { type Coverage, countFaults, countSituations, emptyCoverage } from './coverage.ts';
import { heal, isAtRest } from './heal.ts';
import { type Installation, install } from './install.ts';
import type { Check } from './invariants/facts.ts';
import { releasesIn } from './invariants/read-ledger.ts';
import type { Sim } from './sim.ts';
import { createSimClock } from './sim-clock.ts';
import type { Run } from './situations/seen.ts';
import { situationsIn } from './situations/situations.ts';
import { stateOf } from './state-of.ts';
import type { Story } from './story/story.ts';
import { breakForGood } from './world/break-for-good.ts';
import { performAct } from './world/perform-act.ts';

export interface Violation {
  id: string;
  what: string;
}

export interface Outcome {
  violations: Violation[];
  /** The story for people. */
  lines: string[];
  hash: string;
  events: number;
  releases: number;
  /** How each release stands at the end, in the order of their numbers. */
  ends: ReleaseState[];
  injected: Record<string, string>;
  places: Place[];
  coverage: Coverage;
  bounds: Bounds;
  /** Virtual ms from the healing until all was at rest. */
  restedAfterMs: number;
}

const START = Date.UTC(2026, 10, 22, 12);
/** After the healing a person looks after the stages this often, and everything must have come to rest by then. */
export const BOUND_MS = 12 * 3_600_000;
/** What was frozen or delayed may still come. */
const QUIET_MS = 45 * 60_000;

interface Ways {
  /** Each place says what it found, which takes time. */
  noting?: boolean;
  /** What else is at work on the ledger's table. */
  share?: (table: Table) => Table;
  /** What is done when the story is `at` ms old and everything of that moment has happened. */
  meanwhile?: { at: number; act: (installation: Installation) => Promise<void> };
}

/** Runs one story from its begin to its rest. The same story always runs the same way. */
export async function runStory(
  rig: Rig,
  story: Story,
  { noting = false, share, meanwhile }: Ways = {},
): Promise<Outcome> {
  const clock = createSimClock(START);
  const chronicle = createChronicle(clock.now, START);
  const plan = createFaultPlan(story.seed, story.rates, story.faults);
  const post = { lastArrival: START };
  const sim: Sim = { seed: story.seed, start: START, clock, plan, chronicle, post, executionsByHand: 0 };
  const violations: Violation[] = [];
  const coverage = emptyCoverage();
  const bounds: Bounds = new Map();
  const judge = {
    coverage,
    measure: (name: string, value: number) => measure(bounds, name, value),
    violate(id: string, what: string) {
      chronicle.tell(`VIOLATION ${id}: ${what}`);
      violations.push({ id, what });
    },
  };
  const installation = await install(rig, sim, story, judge, share);
  const { orchestrator, checks } = installation;
  if (noting) plan.note(() => stateOf(installation));
  try {
    await play(sim, story, installation, meanwhile);
    const healedAt = clock.now();
    chronicle.tell('healing begins');
    plan.heal();
    heal(sim, story.setup, installation);
    watchSweeps(sim, checks);
    const { quietMs = QUIET_MS } = story;
    /** Nothing that was sent before is still to come. */
    const calmAt = (): number => Math.max(healedAt, post.lastArrival);
    while (clock.now() < calmAt() + BOUND_MS && !(clock.now() > calmAt() + quietMs && isAtRest(installation))) {
      clock.step(calmAt() + BOUND_MS);
      await settle(sim);
    }
    for (const check of checks) check.atEnd?.();
    const longest = await orchestrator.longestHistory();
    if (longest > 25_000) violations.push({ id: 'S21', what: `a history has ${longest} events` });
    countFaults(coverage, plan.injected());
    countSituations(coverage, situationsIn(runOf(story, sim, coverage)));
    return {
      violations,
      lines: chronicle.lines(),
      hash: chronicle.hash(),
      events: chronicle.events(),
      releases: releasesIn(installation.ledger).length,
      ends: releasesIn(installation.ledger).map(({ state }) => state),
      injected: plan.injected(),
      places: plan.places(),
      coverage,
      bounds,
      restedAfterMs: clock.now() - calmAt(),
    };
  } finally {
    await orchestrator.close();
  }
}

async function play(sim: Sim, story: Story, installation: Installation, meanwhile: Ways['meanwhile']): Promise<void> {
  const { clock } = sim;
  const { world, config } = installation;
  breakForGood(sim, story.setup, config, world);
  for (const push of story.pushes) clock.at(START + push.at, () => world.repository.push(push));
  for (const act of story.acts)
    clock.at(START + act.at, () => void performAct({ sim, ...installation }, act).catch(() => undefined));
  if (meanwhile) {
    while (clock.step(START + meanwhile.at)) await settle(sim);
    await meanwhile.act(installation);
  }
  while (clock.step(START + story.healAt)) await settle(sim);
}

const runOf = ({ setup }: Story, { chronicle, plan }: Sim, { moves }: Coverage): Run => ({
  setup,
  told: chronicle.lines().join('\n'),
  faults: Object.entries(plan.injected())
    .map(([place, fault]) => `${place}: ${fault}`)
    .join('\n'),
  visited: [...plan.visits().keys()].join('\n'),
  moves,
});

/** Looks from the healing on, once per sweep, at what the sweep before has left. */
function watchSweeps(sim: Sim, checks: Check[]): void {
  const look = (): void => {
    for (const check of checks) check.onSweepHealed?.();
    sim.clock.at(sim.clock.now() + SWEEP_EVERY_MS, look);
  };
  sim.clock.at(sim.clock.now() + SWEEP_EVERY_MS, look);
}

/** Everything that can go on without time has gone on. */
async function settle({ chronicle }: Sim): Promise<void> {
  for (let before = -1; before !== chronicle.events(); ) {
    before = chronicle.events();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
