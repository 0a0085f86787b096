/** A process with a real Step Functions over a state folder, to be killed. Prints its URL, and each token it hands out, as JSON lines. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEndpoint } from '#local/http/endpoint.ts';
import { isObject, type Json } from '#local/stepfunctions/json.ts';
import { createStepFunctions } from '#local/stepfunctions/step-functions.ts';
import { systemClock } from '#local/time/clock.ts';

const dir = String(process.argv[2]);
const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const call = async (args: Json): Promise<Json> => {
  if (isObject(args) && 'token' in args) print(args);
  return args;
};
const service = createStepFunctions({
  dir,
  clock: systemClock(),
  emit: ({ detail }) => appendFileSync(join(dir, 'events.txt'), `${detail['name']} ${detail['status']}\n`),
  integrations: {
    'arn:aws:states:::lambda:invoke': { call },
    'arn:aws:states:::lambda:invoke.waitForTaskToken': { call },
    'arn:aws:states:::codebuild:startBuild.sync': {
      async start(_, key) {
        appendFileSync(join(dir, 'jobs.txt'), `${key}\n`);
        // Room for a kill between the start of the job and its answer.
        await new Promise((resolve) => setTimeout(resolve, 30));
        return { jobId: key, output: {} };
      },
      settled: async (jobId) => ({ output: { jobId } }),
      stop: async () => undefined,
    },
  },
});
const endpoint = await startEndpoint(0, [service.service]);
service.start();
print({ url: endpoint.url });
