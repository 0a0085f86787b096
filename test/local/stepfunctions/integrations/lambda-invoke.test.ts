import { expect, it } from 'vitest';
import { TaskError } from '#local/stepfunctions/integration.ts';
import { type LambdaPort, lambdaInvoke } from '#local/stepfunctions/integrations/lambda-invoke.ts';
import type { Json } from '#local/stepfunctions/json.ts';
import { CALLBACK, INVOKE } from '../harness.ts';

async function invoke(port: LambdaPort['invoke'], args: Json, resource = INVOKE): Promise<Json> {
  const integration = lambdaInvoke({ invoke: port })[resource];
  if (!integration || !('call' in integration)) throw new Error(`${resource} is not a call`);
  return integration.call(args, { executionArn: 'arn', stateName: 'S', signal: new AbortController().signal });
}

const named = (name: string) => Object.assign(new Error('said so'), { name });

it.each([INVOKE, CALLBACK])('%s hands the payload over and gives what AWS gives', async (resource) => {
  const echo: LambdaPort['invoke'] = async (functionName, payload) => ({ payload: [functionName, payload] });
  expect(await invoke(echo, { FunctionName: 'f', Payload: { a: 1 } }, resource)).toEqual({
    ExecutedVersion: '$LATEST',
    Payload: ['f', { a: 1 }],
    StatusCode: 200,
  });
});

it('fails with the name of what the function threw, and the JSON text of AWS as Cause', async () => {
  const functionError = { errorType: 'Refused', errorMessage: 'no', trace: ['Refused: no'] };
  const call = invoke(async () => ({ functionError }), { FunctionName: 'f' });
  await expect(call).rejects.toMatchObject({
    name: 'Refused',
    message: '{"errorType":"Refused","errorMessage":"no","trace":["Refused: no"]}',
  });
  await expect(call).rejects.toBeInstanceOf(TaskError);
});

it.each([
  ['TooManyRequestsException', 'Lambda.TooManyRequestsException'],
  ['ServiceException', 'Lambda.ServiceException'],
  ['TypeError', 'Lambda.SdkClientException'],
])('names the %s of the API %s', async (thrown, name) => {
  const call = invoke(() => Promise.reject(named(thrown)), { FunctionName: 'f' });
  await expect(call).rejects.toMatchObject({ name, message: 'said so' });
});

it('refuses arguments it does not implement', async () => {
  const call = invoke(async () => ({ payload: 1 }), { FunctionName: 'f', InvocationType: 'Event' });
  await expect(call).rejects.toThrow("'InvocationType'");
});
