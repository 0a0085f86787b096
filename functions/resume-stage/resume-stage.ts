import type { Environment, Run, Stored } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { Alarms } from '#core/ports/alarms.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet } from '#core/ports/fleet.ts';
import type { Change, Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { releaseId } from '#core/release/release.ts';
import { sayRevision } from '#core/words/say-time.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { wakeAfterwards } from '#functions/steps/wake.ts';
import { adopt, adopting, type Found } from './adopt.ts';
import { redAlarms } from './red-alarms.ts';

export interface ResumeStagePorts {
  table: Table;
  tokens: Tokens;
  fleet: Fleet;
  alarms: Alarms;
  now: Now;
}

export interface ResumeStageInput {
  service: string;
  stage: string;
  by: string;
  reason: string;
  /** Take what runs there now, although Bakewatch did not deploy it, as what a rollback goes to. */
  adopt: boolean;
  /** Let the next release in although alarms of the stage are red: it is to mend what made them red. */
  fixForward?: boolean;
}

export type Resumed = { resumed: true; message: string } | { resumed: false; message: string };

const LONGEST_NAME = 100;
const LONGEST_REASON = 1_000;

/** A named person lifts a stage's hold, accepts an inconclusive bake, adopts what was deployed by hand, or lets a fix go forward. Refusals are answers, not errors. */
export async function resumeStage(ports: ResumeStagePorts, input: ResumeStageInput): Promise<Resumed> {
  if (input.by.trim() === '' || input.reason.trim() === '')
    return { resumed: false, message: 'a resume needs a name and a reason' };
  if (input.by.length > LONGEST_NAME || input.reason.length > LONGEST_REASON)
    return {
      resumed: false,
      message: `a name has at most ${LONGEST_NAME} characters, a reason at most ${LONGEST_REASON}`,
    };
  const result = await settleChange(ports.table, () => decide(ports, input));
  if (result.resumed) await wakeAfterwards(ports, [wakeKeys.stage(input.service, input.stage)]);
  return result;
}

async function decide(
  ports: ResumeStagePorts,
  input: ResumeStageInput,
): Promise<{ changes: Change[]; result: Resumed }> {
  const { table } = ports;
  const refuse = (message: string) => ({ changes: [], result: { resumed: false as const, message } });
  const environment = (await table.read(keys.environment(input.service, input.stage))) as
    | Stored<Environment>
    | undefined;
  if (!environment) return refuse(`${input.service} has no stage ${input.stage} that anything was deployed to`);
  const adopted = input.adopt ? await adopt(ports, environment) : undefined;
  if (typeof adopted === 'string') return refuse(adopted);
  const red = input.fixForward ? await redAlarms(ports, environment) : undefined;
  if (typeof red === 'string') return refuse(red);
  if (!environment.hold && !adopted && !red) return refuse(`${input.service} ${input.stage} is not held`);
  return resume(ports, input, environment, { adopted, red });
}

interface Granted {
  adopted: Found | undefined;
  /** Alarms that the next release may find red. */
  red: string[] | undefined;
}

async function resume(
  ports: ResumeStagePorts,
  input: ResumeStageInput,
  environment: Stored<Environment>,
  { adopted, red }: Granted,
) {
  const { hold, holder, current, ...rest } = environment;
  const at = ports.now();
  const about = hold?.release ?? current?.release ?? environment.arrived;
  const id = releaseId({ service: input.service, number: about });
  const what = [
    ...(hold ? [`lifted the hold on ${input.stage}`] : []),
    ...(adopted
      ? [`adopted ${Object.values(adopted.taskDefinitions).map(sayRevision).join(', ')} in ${input.stage}`]
      : []),
    ...(red ? [`lets the next release into ${input.stage} although ${red.join(', ')} fired`] : []),
  ].join(' and ');
  const freed = hold?.kind === 'rollback-failed' && holder?.release === hold.release;
  const next: Environment = {
    ...rest,
    ...(holder && !freed ? { holder } : {}),
    ...(red ? { fixForward: { by: input.by, reason: input.reason, at, alarms: red } } : {}),
    ...(current ? { current: adopted ? adopting(current, adopted) : current } : {}),
  };
  const release = await readRelease(ports.table, id);
  const changes = [
    change(environment, next),
    ...record(release, {
      kind: 'resumed',
      at,
      actor: input.by,
      stage: input.stage,
      sentence: `${input.by} ${what}: ${input.reason}`,
    }),
    ...(await accepting(ports.table, id, input, hold, at)),
  ];
  return { changes, result: { resumed: true as const, message: `${what} of ${input.service}` } };
}

/** Lifting the hold of an inconclusive bake says: a person takes it for healthy. */
async function accepting(
  table: Table,
  id: string,
  input: ResumeStageInput,
  hold: Environment['hold'],
  at: number,
): Promise<Change[]> {
  if (hold?.kind !== 'inconclusive') return [];
  const run = (await table.read(keys.run(id, input.stage))) as Stored<Run>;
  return [change(run, { ...run, accepted: { by: input.by, reason: input.reason, at } })];
}
