import { EXTERNAL_ID } from './env.ts';

/** As whom a function comes to other accounts: under its own name, so that their CloudTrail says who did what. */
export function readCaller(env: Record<string, string | undefined>): { name: string; externalId?: string | undefined } {
  return { name: env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'bakewatch', externalId: env[EXTERNAL_ID] };
}
