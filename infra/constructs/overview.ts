import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  CustomWidget,
  Dashboard,
  GraphWidget,
  Metric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type CountedRequests, METRICS_NAMESPACE, type Metric as OwnMetric } from '#core/metrics.ts';
import { DASHBOARD, DEAD_LETTERS, FUNCTIONS, functionName, TABLE } from '../installation.ts';
import type { Watch } from './watch.ts';

const PERIOD = Duration.minutes(5);
const WIDTH = 24;

const own = (metricName: OwnMetric, statistic: string): Metric =>
  new Metric({ namespace: METRICS_NAMESPACE, metricName, statistic, period: PERIOD });
const answered = (metricName: CountedRequests, Outcome: string): Metric =>
  new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { Outcome },
    statistic: 'Sum',
    period: PERIOD,
    label: Outcome,
  });
const ofFunction = (name: string, metricName: string, statistic: string): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: functionName(name) },
    statistic,
    period: PERIOD,
    label: name,
  });
const ofMachine = (StateMachineArn: string, metricName: string): Metric =>
  new Metric({
    namespace: 'AWS/States',
    metricName,
    dimensionsMap: { StateMachineArn },
    statistic: 'Sum',
    period: PERIOD,
    label: metricName.replace('Executions', ''),
  });

export interface OverviewProps {
  watch: Watch;
  /** What the dashboard's own widgets are shown by. */
  widgets: IFunction;
  stateMachineArn: string;
}

/** What somebody who is called looks at first: what is released, the alarms, then what they are about, from the left to the right and from the outside in. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { watch, widgets, stateMachineArn }: OverviewProps) {
    super(scope, id);
    const show = (title: string, params: Record<string, string | number>, width: number): CustomWidget =>
      new CustomWidget({
        functionArn: widgets.functionArn,
        title,
        params,
        width,
        height: 9,
        // It is not drawn for a time range.
        updateOnTimeRangeChange: false,
        updateOnResize: true,
      });
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: DASHBOARD,
      defaultInterval: Duration.hours(12),
    });
    dashboard.addWidgets(
      show('What runs where', { show: 'overview' }, WIDTH / 2),
      show('Releases', { show: 'history', last: 20 }, WIDTH / 2),
    );
    dashboard.addWidgets(
      new AlarmStatusWidget({
        title: 'Bakewatch itself',
        width: WIDTH,
        height: 5,
        alarms: watch.alarms.map((alarm, i) => Alarm.fromAlarmArn(this, `Alarm${i}`, alarm.attrArn)),
      }),
    );
    dashboard.addWidgets(
      new SingleValueWidget({
        title: 'Releases that wait',
        width: 6,
        height: 4,
        metrics: [own('WaitingReleases', 'Maximum')],
      }),
      new SingleValueWidget({
        title: 'The longest wait, in seconds',
        width: 6,
        height: 4,
        metrics: [own('OldestWaitingSeconds', 'Maximum')],
      }),
      new SingleValueWidget({
        title: 'Stuck releases, stages kept by a failed rollback',
        width: 6,
        height: 4,
        metrics: [own('StuckReleases', 'Maximum'), own('KeptStages', 'Maximum')],
      }),
      new SingleValueWidget({
        title: 'Somebody was called',
        width: 6,
        height: 4,
        setPeriodToTimeRange: true,
        metrics: [own('Calls', 'Sum')],
      }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Webhooks by answer',
        width: 8,
        left: ['accepted', 'passed over', 'unauthentic', 'unknown repository', 'malformed', 'unavailable'].map(
          (outcome) => answered('Webhooks', outcome),
        ),
      }),
      new GraphWidget({
        title: 'Executions',
        width: 8,
        left: [
          'ExecutionsStarted',
          'ExecutionsSucceeded',
          'ExecutionsFailed',
          'ExecutionsAborted',
          'ExecutionsTimedOut',
        ].map((metric) => ofMachine(stateMachineArn, metric)),
      }),
      new GraphWidget({
        title: 'Sweeps that went well, pushes that were found',
        width: 8,
        left: [own('Sweeps', 'Sum'), own('LostPushes', 'Sum'), own('Redeliveries', 'Sum')],
      }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Errors of functions',
        width: 8,
        left: FUNCTIONS.map(({ name }) => ofFunction(name, 'Errors', 'Sum')),
      }),
      new GraphWidget({
        title: 'How far streams are behind, in milliseconds',
        width: 8,
        left: ['start-release', 'notify'].map((name) => ofFunction(name, 'IteratorAge', 'Maximum')),
      }),
      new GraphWidget({
        title: 'Dead letters, refused reads and writes of the ledger',
        width: 8,
        left: [
          new Metric({
            namespace: 'AWS/SQS',
            metricName: 'ApproximateNumberOfMessagesVisible',
            dimensionsMap: { QueueName: DEAD_LETTERS },
            statistic: 'Maximum',
            period: PERIOD,
            label: 'dead letters',
          }),
          ...['ReadThrottleEvents', 'WriteThrottleEvents'].map(
            (metricName) =>
              new Metric({
                namespace: 'AWS/DynamoDB',
                metricName,
                dimensionsMap: { TableName: TABLE },
                statistic: 'Sum',
                period: PERIOD,
              }),
          ),
        ],
      }),
    );
    dashboard.addWidgets(
      new TextWidget({
        width: WIDTH,
        height: 2,
        markdown: 'Each alarm says in its description which section of the runbook is about it.',
      }),
    );
  }
}
