import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { InstallationConfig } from '#core/config/schema.ts';
import type { Host } from '#core/intake/repository-id.ts';
import { DOORS, type Door, doorsFor, THROTTLE } from '../installation.ts';
import { acknowledge } from './acknowledge.ts';
import type { Functions } from './functions.ts';

const SIGNED =
  'GitHub and Slack sign what they send and have no other way to authorise themselves: the function verifies the signature over the bytes as they came.';
const SENT_ALONG =
  'GitLab sends a secret token along or signs with it, and has no other way to authorise itself: the function verifies either.';

/** Who called, how, and how it went; never a body or a signature. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    time: AccessLogField.contextRequestTime(),
    requestId: AccessLogField.contextRequestId(),
    ip: AccessLogField.contextIdentitySourceIp(),
    route: '$context.routeKey',
    status: AccessLogField.contextStatus(),
    bytes: AccessLogField.contextResponseLength(),
  }),
);

export interface FrontDoorProps {
  functions: Functions;
  installation: InstallationConfig;
  hosts: ReadonlySet<Host>;
}

/**
 * Where webhooks and clicks come in, by the choice in docs/adr/0017-front-door.md. Either way it is open to everybody, and each
 * function believes only what is signed.
 */
export class FrontDoor extends Construct {
  /** Where each door is that is open. */
  readonly urls: Partial<Record<Door, string>>;

  constructor(scope: Construct, id: string, { functions, installation, hosts }: FrontDoorProps) {
    super(scope, id);
    const doors = doorsFor(hosts);
    this.urls =
      installation.frontDoor === 'function-url'
        ? functionUrls(functions, doors)
        : this.httpApi(functions, installation, doors);
  }

  private httpApi(
    functions: Functions,
    installation: InstallationConfig,
    doors: Door[],
  ): Partial<Record<Door, string>> {
    const api = new HttpApi(this, 'Api', {
      apiName: 'bakewatch',
      description: 'Webhooks and clicks, each signed by who sends it.',
      createDefaultStage: false,
    });
    for (const name of doors) {
      const [route] = api.addRoutes({
        path: DOORS[name],
        methods: [HttpMethod.POST],
        integration: new HttpLambdaIntegration(name, functions.named(name)),
      });
      if (route) acknowledge(route, { 'AwsSolutions-APIG4': name === 'receive-gitlab' ? SENT_ALONG : SIGNED });
    }
    const log = new LogGroup(this, 'AccessLog', {
      logGroupName: '/aws/vendedlogs/apis/bakewatch',
      retention: installation.keepLogs as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: THROTTLE.perSecond, burstLimit: THROTTLE.atOnce },
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: ACCESS_LOG },
    });
    const url = `https://${api.apiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}`;
    return Object.fromEntries(doors.map((name) => [name, `${url}${DOORS[name]}`]));
  }
}

function functionUrls(functions: Functions, doors: Door[]): Partial<Record<Door, string>> {
  const open = (name: Door): string => functions.named(name).addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
  return Object.fromEntries(doors.map((name) => [name, open(name)]));
}
