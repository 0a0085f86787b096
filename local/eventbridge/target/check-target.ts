import type { Target } from '@aws-sdk/client-eventbridge';
import { refuseUnsupported, validationException } from '../refusals.ts';
import { isPath } from './json-path.ts';
import { namesIn, renderTemplate } from './render-template.ts';

const UNSUPPORTED: (keyof Target)[] = [
  'RoleArn',
  'KinesisParameters',
  'RunCommandParameters',
  'EcsParameters',
  'BatchParameters',
  'SqsParameters',
  'HttpParameters',
  'RedshiftDataParameters',
  'SageMakerPipelineParameters',
  'AppSyncParameters',
];
const LAMBDA = /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?$/;
const QUEUE = /^arn:aws:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+(\.fifo)?$/;

/** Throws EventBridge's ValidationException for a target that PutTargets would refuse, or that is not supported here. */
export function checkTarget(target: Target): void {
  refuseUnsupported(target, UNSUPPORTED);
  const { Id: id = '', Arn: arn = '' } = target;
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(id)) throw validationException(`The target Id "${id}" is not valid.`);
  if (!LAMBDA.test(arn))
    throw validationException(
      `The Arn ${arn} of the target ${id} is not that of a Lambda function: only those are targets here.`,
    );
  const inputs = [target.Input, target.InputPath, target.InputTransformer].filter((input) => input !== undefined);
  if (inputs.length > 1)
    throw validationException('Only one of Input, InputPath, or InputTransformer must be provided.');
  checkInput(target);
  checkRetries(target);
}

function checkInput({ Id, Input, InputPath, InputTransformer }: Target): void {
  if (Input !== undefined && !isJson(Input)) throw validationException(`JSON syntax error in input for target ${Id}.`);
  if (InputPath !== undefined && !isPath(InputPath))
    throw validationException(`The InputPath ${InputPath} of target ${Id} is not supported.`);
  if (!InputTransformer) return;
  const { InputTemplate: template = '', InputPathsMap: paths = {} } = InputTransformer;
  const badPath = Object.values(paths).find((path) => !isPath(path));
  if (badPath !== undefined)
    throw validationException(`The path ${badPath} in InputPathsMap of target ${Id} is not supported.`);
  const names = namesIn(template);
  const unknown = names.find((name) => !(Object.hasOwn(paths, name) || name.startsWith('aws.events.')));
  const sample = renderTemplate(template, new Map(names.map((name) => [name, 'x'])));
  if (unknown !== undefined || !isJson(sample)) {
    const why = unknown === undefined ? 'it does not give JSON' : `<${unknown}> is not in InputPathsMap`;
    throw validationException(`Invalid InputTemplate for target ${Id}: ${why}.`);
  }
}

function checkRetries({ RetryPolicy: policy, DeadLetterConfig: deadLetter }: Target): void {
  const { MaximumRetryAttempts: attempts = 0, MaximumEventAgeInSeconds: age = 60 } = policy ?? {};
  if (attempts < 0 || attempts > 185) throw validationException('MaximumRetryAttempts must be between 0 and 185.');
  if (age < 60 || age > 86_400) throw validationException('MaximumEventAgeInSeconds must be between 60 and 86400.');
  if (deadLetter && !QUEUE.test(deadLetter.Arn ?? '')) {
    throw validationException(`The DeadLetterConfig Arn ${deadLetter.Arn} is not that of an SQS queue.`);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
