import { it, type TestContext } from 'vitest';

/** Another AWS-like endpoint (an emulator, or AWS itself) that the AWS adapters are to be held against instead of `local/`. */
export const contractEndpoint = (): string | undefined => process.env['BAKEWATCH_CONTRACT_ENDPOINT'] || undefined;

/** What the SDK's clients read when they are made. */
export function pointSdkAt(url: string): void {
  process.env['AWS_ENDPOINT_URL'] = url;
  process.env['AWS_REGION'] ??= 'us-east-1';
  process.env['AWS_ACCESS_KEY_ID'] ??= 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'test';
}

/** Some emulators answer an operation that they lack with a web page. */
const LACKING =
  /not (yet )?(been )?implemented|unknown ?operation|unsupported ?operation|no service here answers|<!doctype/i;

/** A promise of a port. Where the endpoint lacks an operation that it needs, it is reported as skipped, with what is lacking. */
export function promise(sentence: string, prove: () => Promise<void>): void {
  it(sentence, async (context: TestContext) => {
    try {
      await prove();
    } catch (error) {
      const said = `${(error as Error).name}: ${(error as Error).message}`;
      if (!(contractEndpoint() && LACKING.test(said))) throw error;
      context.skip(`the endpoint lacks it: ${said}`);
    }
  });
}

/** Says in the results that a contract was not run at another endpoint, and why. */
export const reportNotRun = (contract: string, why: string): void =>
  it.skip(`${contract}: not run at ${contractEndpoint()}, ${why}`, () => undefined);

/** Asks until the answer is right, for at most 15 s. Only for worlds that move by themselves. */
export async function until<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Still not so after 15 s: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
