import { Refusal } from '#core/errors.ts';
import { record } from '#core/ledger/record.ts';
import type { VerifyPlan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { cut } from '#core/words/say-time.ts';
import { holdFence } from '#functions/steps/holds-fence.ts';
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
 * One try of the stage's smoke test; the state machine repeats it. Throws `VerifyFailed` with what came back instead. For a
 * test project it only records that it passed.
 */
export async function verifyStage(ports: VerifyStagePorts, input: VerifyStageInput): Promise<{ verified: true }> {
  await holdFence(ports.table, input, input.fence);
  const sentence =
    input.verify.kind === 'http'
      ? await smoke(ports.ask, input.verify)
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

async function smoke(
  ask: Ask,
  { url, expectStatus, expectBody }: Extract<VerifyPlan, { kind: 'http' }>,
): Promise<string> {
  const answer = await ask(url, LONGEST_ANSWER_MS).catch((cause: Error) => {
    throw new Refusal('VerifyFailed', `GET ${url} got no answer: ${cause.message}`);
  });
  if (answer.status !== expectStatus)
    throw new Refusal('VerifyFailed', `GET ${url} answered ${answer.status}, expected ${expectStatus}`);
  if (expectBody && !answer.body.includes(expectBody)) {
    throw new Refusal('VerifyFailed', `GET ${url} answered ${answer.status} without "${cut(expectBody, 80)}"`);
  }
  return `GET ${url} answered ${answer.status} as expected`;
}
