import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface Took {
  wallMs: number;
  /** Of all its threads: says more than the clock where other work goes on. */
  cpuMs: number;
}

export interface Probed {
  imported: Took;
  /** From the begin of the import to the answer to the first event. */
  first?: Took;
  /** All events after the first. */
  others?: Took & { count: number };
  /** What Node had loaded after the import. */
  modules: string[];
  /** What is resident at the end. Not the most: Linux counts there what the process that started it had. */
  rssBytes: number;
}

const PROGRAM = fileURLToPath(new URL('probe-process.mjs', import.meta.url));
const run = promisify(execFile);

/** Imports a bundle in a process of its own, with the environment that Lambda gives and nothing else. */
export async function probe(bundle: string, env: Record<string, string>, eventsFile?: string): Promise<Probed> {
  const { stdout } = await run(process.execPath, [PROGRAM, bundle, ...(eventsFile ? [eventsFile] : [])], {
    env: { ...LAMBDA, ...env },
    maxBuffer: 2 ** 24,
  });
  return JSON.parse(stdout);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const LAMBDA = {
  AWS_REGION: 'eu-central-1',
  AWS_DEFAULT_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'ASIABENCHMARK0000000',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_SESSION_TOKEN: 'none'.repeat(100),
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'benchmark',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  LAMBDA_TASK_ROOT: '/var/task',
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  PATH: '/var/lang/bin:/usr/local/bin:/usr/bin:/bin',
};
