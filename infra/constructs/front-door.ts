import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { InstallationConfig } from '#core/config/schema.ts';
import { DOORS, THROTTLE } from '../installation.ts';
import { acknowledge } from './acknowledge.ts';
import type { Functions } from './functions.ts';

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

/**
 * Where webhooks and clicks come in, by the choice in docs/adr/0017-front-door.md. Either way it is open to everybody, and each
 * function believes only what is signed.
 */
export class FrontDoor extends Construct {
  readonly webhookUrl: string;
  readonly slackUrl: string;

  constructor(
    scope: Construct,
    id: string,
    { functions, installation }: { functions: Functions; installation: InstallationConfig },
  ) {
    super(scope, id);
    const urls =
      installation.frontDoor === 'function-url' ? functionUrls(functions) : this.httpApi(functions, installation);
    this.webhookUrl = urls['receive-webhook'];
    this.slackUrl = urls['receive-slack'];
  }

  private httpApi(functions: Functions, installation: InstallationConfig): Record<keyof typeof DOORS, string> {
    const api = new HttpApi(this, 'Api', {
      apiName: 'bakewatch',
      description: 'Webhooks and clicks, each signed by who sends it.',
      createDefaultStage: false,
    });
    for (const [name, path] of Object.entries(DOORS)) {
      const [route] = api.addRoutes({
        path,
        methods: [HttpMethod.POST],
        integration: new HttpLambdaIntegration(name, functions.named(name)),
      });
      if (route)
        acknowledge(route, {
          'AwsSolutions-APIG4':
            'GitHub and Slack sign what they send and have no other way to authorise themselves: the function verifies the signature over the bytes as they came.',
        });
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
    return {
      'receive-webhook': `${url}${DOORS['receive-webhook']}`,
      'receive-slack': `${url}${DOORS['receive-slack']}`,
    };
  }
}

function functionUrls(functions: Functions): Record<keyof typeof DOORS, string> {
  const open = (name: keyof typeof DOORS): string =>
    functions.named(name).addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
  return { 'receive-webhook': open('receive-webhook'), 'receive-slack': open('receive-slack') };
}
