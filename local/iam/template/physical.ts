import { ACCOUNT, arn } from '#local/account.ts';
import { TemplateMistake, type TemplateResource } from './template.ts';

/** What CloudFormation gives for a resource: its Ref, and its attributes by name. */
interface Physical {
  ref: string;
  attributes: Record<string, string>;
}

type Name = (property: string) => string;

const named = (property: string, arnOf: (name: string) => string) => (name: Name) => {
  const ref = name(property);
  return { ref, attributes: { Arn: arnOf(ref) } };
};
/** Of some kinds the Ref is the ARN. */
const refIsArn = (property: string, arnOf: (name: string) => string) => (name: Name) => {
  const ref = arnOf(name(property));
  return { ref, attributes: { Arn: ref, Name: name(property) } };
};

const KINDS: Record<string, (name: Name) => Physical> = {
  'AWS::Lambda::Function': named('FunctionName', (name) => arn('lambda', `function:${name}`)),
  'AWS::DynamoDB::Table': (name) => tableOf(name('TableName')),
  'AWS::DynamoDB::GlobalTable': (name) => tableOf(name('TableName')),
  'AWS::StepFunctions::StateMachine': refIsArn('StateMachineName', (name) => arn('states', `stateMachine:${name}`)),
  'AWS::IAM::Role': (name) => {
    const ref = name('RoleName');
    return { ref, attributes: { Arn: `arn:aws:iam::${ACCOUNT}:role${name('Path')}${ref}` } };
  },
  'AWS::IAM::ManagedPolicy': refIsArn('ManagedPolicyName', (name) => `arn:aws:iam::${ACCOUNT}:policy/${name}`),
  'AWS::SQS::Queue': named('QueueName', (name) => arn('sqs', name)),
  'AWS::SNS::Topic': refIsArn('TopicName', (name) => arn('sns', name)),
  'AWS::Logs::LogGroup': named('LogGroupName', (name) => `${arn('logs', `log-group:${name}`)}:*`),
  'AWS::Events::Rule': named('Name', (name) => arn('events', `rule/${name}`)),
  // The last six characters are drawn when it is made: in a policy, these stand for any six.
  'AWS::SecretsManager::Secret': refIsArn('Name', (name) => arn('secretsmanager', `secret:${name}-??????`)),
};

function tableOf(name: string): Physical {
  const Arn = arn('dynamodb', `table/${name}`);
  return { ref: name, attributes: { Arn, StreamArn: `${Arn}/stream/*` } };
}

/** Kinds whose generated names matter to nobody: they are called by their logical names. */
const MAY_BE_UNNAMED = ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup'];

const DEFAULTS: Record<string, string> = { Path: '/' };

/** Throws TemplateMistake for a kind that is not known here, or one without the name that its ARN needs. */
export function physicalOf(
  logicalId: string,
  { Type, Properties = {} }: TemplateResource,
  resolve: (value: unknown) => string,
): Physical {
  const kind = KINDS[Type];
  if (!kind) throw new TemplateMistake(`${logicalId}: the names of ${Type} are not known here.`);
  return kind((property) => {
    if (Properties[property] !== undefined) return resolve(Properties[property]);
    if (Object.hasOwn(DEFAULTS, property)) return String(DEFAULTS[property]);
    if (MAY_BE_UNNAMED.includes(Type)) return logicalId;
    throw new TemplateMistake(`${logicalId} (${Type}) has no fixed ${property}.`);
  });
}
