import { dirname } from 'node:path';
import { REGION } from '#local/account.ts';
import type { FunctionRecord } from './function-record.ts';

/**
 * The whole environment of an instance: the function's own variables and Lambda's, nothing of this machine. The access
 * key names the function, so that the endpoint can tell callers apart.
 */
export function functionEnvironment(
  record: FunctionRecord,
  endpointUrl: string,
  logStream: string,
): Record<string, string> {
  return {
    ...record.environment,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: `lambda-${record.name}`,
    AWS_SECRET_ACCESS_KEY: 'dummy',
    AWS_ENDPOINT_URL: endpointUrl,
    // The SDK would otherwise read the profile of whoever runs this.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EXECUTION_ENV: `AWS_Lambda_${record.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: record.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(record.memorySize),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${record.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: dirname(record.codePath),
    _HANDLER: record.handler,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
  };
}
