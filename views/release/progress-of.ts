import type { LedgerEvent } from '#core/ledger/items.ts';
import { isTerminal, type Release } from '#core/release/release.ts';

export type StepStatus = 'to come' | 'active' | 'done' | 'failed' | 'skipped';

export interface Step {
  /** `Prepare`, `Build`, `Deploy`, `Bake`. */
  name: string;
  status: StepStatus;
  /** Epoch ms. */
  startedAt?: number;
  endedAt?: number;
}

/** The steps before any stage, then those of each stage. */
export interface StepGroup {
  stage?: string;
  steps: Step[];
}

/** What the configuration says about a stage; `hasTests`: it has a `verify`. */
export interface StageShape {
  name: string;
  hasTests: boolean;
}

/** Which step begins when something is written into the history; `settles` steps end what is open and begin nothing. */
const BEGINS: Partial<Record<LedgerEvent['kind'], string>> = {
  arrived: 'Enter',
  entered: 'Deploy',
  'taken-over': 'Deploy',
  'bake-started': 'Bake',
  'rolling-back': 'Roll back',
};

/** How far a release has come, out of its history alone. Steps that it will never take any more are `skipped`. */
export function progressOf(release: Release, events: LedgerEvent[], stages: StageShape[]): StepGroup[] {
  const groups = outline(events, stages);
  const walk: Walk = { open: begin(groups[0], 'Prepare', release.acceptedAt) };
  for (const event of events) follow(groups, walk, event);
  if (!isTerminal(release.state)) return groups;
  const untaken = groups.flatMap((group) => group.steps).filter((step) => step.status === 'to come');
  for (const step of untaken) step.status = 'skipped';
  return groups;
}

interface Walk {
  /** The step that is being taken. */
  open: Step | undefined;
}

function outline(events: LedgerEvent[], stages: StageShape[]): StepGroup[] {
  const known = new Set(stages.map((stage) => stage.name));
  const gone = [...new Set(events.flatMap((e) => (e.stage ? [e.stage] : [])))].filter((name) => !known.has(name));
  const all = [...stages, ...gone.map((name) => ({ name, hasTests: false }))];
  return [
    { steps: ['Prepare', ...(events.some(waitsForChecks) ? ['Checks'] : []), 'Build'].map(toCome) },
    ...all.map(({ name, hasTests }) => ({
      stage: name,
      steps: ['Enter', 'Deploy', ...(hasTests ? ['Verify'] : []), 'Bake'].map(toCome),
    })),
  ];
}

/** A release without checks has no such step. */
const waitsForChecks = ({ state }: LedgerEvent): boolean => state === 'CHECKING';

const toCome = (name: string): Step => ({ name, status: 'to come' });

function follow(groups: StepGroup[], walk: Walk, event: LedgerEvent): void {
  const { kind, at, state } = event;
  const group = groups.find((g) => g.stage === event.stage) ?? groups[0];
  const goOn = (name: string): void => {
    end(walk.open, 'done', at);
    walk.open = begin(group, name, at);
  };
  if (kind === 'prepared') goOn(waitsForChecks(event) ? 'Checks' : 'Build');
  if (kind === 'checked') goOn('Build');
  if (kind === 'artifact') stop(walk, 'done', at);
  if (kind === 'verified') {
    goOn('Verify');
    stop(walk, 'done', at);
  }
  if (kind === 'deployed') stop(walk, 'done', at);
  if (kind === 'rolling-back') stop(walk, 'failed', at);
  const next = BEGINS[kind];
  if (next) goOn(next);
  if (kind === 'ended') stop(walk, state === 'SUCCEEDED' || state === 'ROLLED_BACK' ? 'done' : 'failed', at);
}

function begin(group: StepGroup | undefined, name: string, at: number): Step | undefined {
  const planned = group?.steps.find((step) => step.name === name);
  const step = planned ?? toCome(name);
  if (!planned) group?.steps.push(step);
  Object.assign(step, { status: 'active', startedAt: step.startedAt ?? at });
  return step;
}

function end(step: Step | undefined, status: StepStatus, at: number): void {
  if (step) Object.assign(step, { status, endedAt: at });
}

function stop(walk: Walk, status: StepStatus, at: number): void {
  end(walk.open, status, at);
  walk.open = undefined;
}
