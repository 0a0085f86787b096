import { sayDuration } from '#core/config/duration.ts';
import { Refusal } from '#core/errors.ts';
import type { Run, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import type { VerifyPlan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { cut } from '#core/words/say-time.ts';
import { holdFence } from '#functions/steps/hold-fence.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

/** One HTTP question. `body` is cut at 64 KB. Throws when there is no answer in time. */
export type Ask = (url: string, timeoutMs: number) => Promise<{ status: number; body: string }>;

export interface VerifyStagePorts {
  table: Table;
  ask: Ask;
  now: Now;
}

export interface VerifyStageInput {
  release: string;
  stage: string;
  fence: number;
  verify: VerifyPlan;
  /** The stage's tests ran as a CodeBuild project and passed: this is its log. */
  tested?: { logs?: string };
}

const LONGEST_ANSWER_MS = 10_000;

/**
 * One try of the stage's smoke test. Throws `NotVerifiedYet` with what came back instead, upon which the state machine tries
 * again, and `VerifyFailed` once the time for it is over. For other tests it only records that they passed.
 */
export async function verifyStage(ports: VerifyStagePorts, input: VerifyStageInput): Promise<{ verified: true }> {
  await holdFence(ports.table, input, input.fence);
  const sentence =
    input.verify.kind === 'http'
      ? await smokeInTime(ports, input, input.verify)
      : `the tests of ${testsOf(input.verify)} passed`;
  await settleChange(ports.table, async () => {
    const release = await readRelease(ports.table, input.release);
    if (release.state !== 'DEPLOYING' || release.stage !== input.stage) return { changes: [], result: undefined };
    const verified = record(release, {
      kind: 'verified',
      to: 'VERIFYING',
      at: ports.now(),
      actor: 'bakewatch',
      stage: input.stage,
      sentence: `${input.stage}: ${sentence}`,
      logs: input.tested?.logs,
    });
    return { changes: verified, result: undefined };
  });
  return { verified: true };
}

const testsOf = (verify: Exclude<VerifyPlan, { kind: 'http' }>): string =>
  verify.kind === 'project' ? verify.project : verify.task;

type HttpVerify = Extract<VerifyPlan, { kind: 'http' }>;

/** The time counts from the first answer that was not as expected; a service that answers well at once costs no write. */
async function smokeInTime(ports: VerifyStagePorts, input: VerifyStageInput, verify: HttpVerify): Promise<string> {
  const seen = await smoke(ports.ask, verify);
  if (seen.ok) return seen.sentence;
  const { failedAt, turned } = await firstFailure(ports, input);
  if (turned) throw new Refusal('VerifyFailed', turned);
  const isOver = ports.now() >= failedAt + verify.withinSeconds * 1_000;
  throw new Refusal(
    isOver ? 'VerifyFailed' : 'NotVerifiedYet',
    `${seen.sentence} (tried for ${sayDuration(ports.now() - failedAt)})`,
  );
}

/** Since when it is not as expected; and why nobody needs to try on, when the stage is being turned around already. */
function firstFailure(
  { table, now }: VerifyStagePorts,
  { release, stage }: VerifyStageInput,
): Promise<{ failedAt: number; turned: string | undefined }> {
  return settleChange(table, async () => {
    const run = (await table.read(keys.run(release, stage))) as Stored<Run>;
    const verifyFailedAt = run.verifyFailedAt ?? now();
    const changes = run.verifyFailedAt === undefined ? [change(run, { ...run, verifyFailedAt })] : [];
    return { changes, result: { failedAt: verifyFailedAt, turned: run.rollback?.reason } };
  });
}

async function smoke(
  ask: Ask,
  { url, expectStatus, expectBody }: HttpVerify,
): Promise<{ ok: boolean; sentence: string }> {
  const answer = await ask(url, LONGEST_ANSWER_MS).catch((cause: Error) => cause);
  if (answer instanceof Error) return { ok: false, sentence: `GET ${url} got no answer: ${answer.message}` };
  if (answer.status !== expectStatus)
    return { ok: false, sentence: `GET ${url} answered ${answer.status}, expected ${expectStatus}` };
  if (expectBody && !answer.body.includes(expectBody)) {
    return { ok: false, sentence: `GET ${url} answered ${answer.status} without "${cut(expectBody, 80)}"` };
  }
  return { ok: true, sentence: `GET ${url} answered ${answer.status} as expected` };
}
