import type { Observations, Verdict } from '#core/bake/judge.ts';
import { Refusal } from '#core/errors.ts';
import type { Hold, Run, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { holdFence, releaseOf, type StageOfRelease } from '#functions/steps/hold-fence.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

export interface BakeEnd {
  status: 'healthy' | 'unhealthy';
  reason: string;
}

export interface Judged {
  verdict: Verdict;
  /** `hold`: nobody knows, and a person must say. Undefined: not yet. */
  end: BakeEnd | 'hold' | undefined;
  samples: Observations['samples'];
}

/** Writes the verdict down when it is news, and holds the stage when a person must decide. Throws `FenceLost`. */
export function recordVerdict(
  ports: { table: Table; now: Now },
  stage: StageOfRelease & { fence: number },
  judged: Judged,
): Promise<void> {
  const { table } = ports;
  return settleChange(table, async () => {
    const run = (await table.read(keys.run(stage.release, stage.stage))) as Stored<Run>;
    // The look was slower than a person who cancelled it: its health is nobody's question any more, and the hold may be hers.
    if (run.rollback || !isNews(run, judged)) return { changes: [], result: undefined };
    // A look may be written down long after it was made: by then the release may have left, and what it saw is another's.
    if (run.leftAt !== undefined)
      throw new Refusal('FenceLost', `${stage.release} has left ${stage.stage}: there is nothing to judge any more.`);
    const at = ports.now();
    const verdict = {
      kind: kindOf(judged),
      reason: reasonOf(judged),
      at,
      ...(typeof judged.samples === 'number' ? { samples: judged.samples } : {}),
    };
    const voided = judged.verdict.isVoid ? { voided: judged.verdict.reason } : {};
    const noted = change(run, { ...consented(run, judged.verdict), verdict, ...voided });
    if (isRoutine(judged)) return { changes: [noted], result: undefined };
    const said = await say(table, stage, judged, at);
    const held = judged.end === 'hold' ? await hold(table, stage, judged, at) : [];
    return { changes: [noted, ...held, ...said], result: undefined };
  });
}

function kindOf({ verdict, end }: Judged): Verdict['kind'] {
  if (end === undefined) return verdict.kind;
  return end === 'hold' ? 'inconclusive' : end.status;
}

const reasonOf = ({ verdict, end }: Judged): string => (end && end !== 'hold' ? end.reason : verdict.reason);

const isExtension = (reason: string): boolean => reason.startsWith('extended');

/** Still baking, as planned: noted, but nobody needs to be told. */
const isRoutine = (judged: Judged): boolean => kindOf(judged) === 'not yet' && !isExtension(judged.verdict.reason);

/** Its alarms were changed, and no look had seen that before. */
const isNewlyVoid = ({ voided }: Run, { isVoid }: Verdict): boolean => isVoid === true && voided === undefined;

/** The run without a person's consent where that was to something else: what is newly void she has not seen. */
export function consented(run: Stored<Run>, verdict: Verdict): Stored<Run> {
  const { accepted: _, ...others } = run;
  return isNewlyVoid(run, verdict) ? others : run;
}

function isNews(run: Run, judged: Judged): boolean {
  const before = run.verdict;
  const kind = kindOf(judged);
  if (before?.kind !== kind || isNewlyVoid(run, judged.verdict)) return true;
  return kind === 'not yet' && isExtension(judged.verdict.reason) && !isExtension(before.reason);
}

async function say(table: Table, { release, stage }: StageOfRelease, judged: Judged, at: number): Promise<Change[]> {
  const isHeld = judged.end === 'hold';
  const orElse = judged.verdict.isVoid ? '' : 'what is missing comes or ';
  const next = isHeld ? `; goes on when ${orElse}somebody runs \`bakewatch resume\`, is rolled back otherwise` : '';
  return record(await readRelease(table, release), {
    kind: isHeld ? 'held' : 'verdict',
    at,
    actor: 'bakewatch',
    stage,
    sentence: `${stage} ${SAID[kindOf(judged)]}: ${reasonOf(judged)}${next}`,
    alarms: judged.verdict.alarms,
    page: isHeld,
  });
}

const SAID: Record<Verdict['kind'], string> = {
  healthy: 'is healthy',
  unhealthy: 'is unhealthy',
  inconclusive: 'is inconclusive',
  'not yet': 'is not yet known to be healthy',
};

async function hold(
  table: Table,
  stage: StageOfRelease & { fence: number },
  { verdict }: Judged,
  since: number,
): Promise<Change[]> {
  const environment = await holdFence(table, stage, stage.fence);
  const held: Hold = {
    kind: 'inconclusive',
    release: releaseOf(stage.release).number,
    reason: verdict.reason,
    since,
  };
  return [change(environment, { ...environment, hold: held })];
}
