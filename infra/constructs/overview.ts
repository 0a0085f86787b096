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
import type { Host } from '#core/intake/repository-id.ts';
import { DASHBOARD, functionsFor } from '../installation.ts';
import { answered, deadLetters, ofFunction, ofMachine, ofTable, own, type WatchedMetric } from '../metrics.ts';
import type { Watch } from './watch.ts';

const PERIOD_S = 300;
const WIDTH = 24;

/** A metric on the dashboard, under another name than its own where one is given. */
const shown = ({ namespace, metric, dimensions, statistic, period }: WatchedMetric, label?: string): Metric =>
  new Metric({
    namespace,
    metricName: metric,
    statistic,
    period: Duration.seconds(period),
    ...(Object.keys(dimensions).length > 0 ? { dimensionsMap: dimensions } : {}),
    ...(label ? { label } : {}),
  });

export interface OverviewProps {
  watch: Watch;
  /** What the dashboard's own widgets are shown by. */
  widgets: IFunction;
  stateMachineArn: string;
  hosts: ReadonlySet<Host>;
}

/** What somebody who is called looks at first: what is released, the alarms, then what they are about, from the left to the right and from the outside in. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { watch, widgets, stateMachineArn, hosts }: OverviewProps) {
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
        metrics: [shown(own('WaitingReleases', 'Maximum', PERIOD_S))],
      }),
      new SingleValueWidget({
        title: 'The longest wait, in seconds',
        width: 6,
        height: 4,
        metrics: [shown(own('OldestWaitingSeconds', 'Maximum', PERIOD_S))],
      }),
      new SingleValueWidget({
        title: 'Stuck releases, stages kept by a failed rollback',
        width: 6,
        height: 4,
        metrics: [shown(own('StuckReleases', 'Maximum', PERIOD_S)), shown(own('KeptStages', 'Maximum', PERIOD_S))],
      }),
      new SingleValueWidget({
        title: 'Somebody was called',
        width: 6,
        height: 4,
        setPeriodToTimeRange: true,
        metrics: [shown(own('Calls', 'Sum', PERIOD_S))],
      }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Webhooks by answer',
        width: 8,
        left: ['accepted', 'passed over', 'unauthentic', 'unknown repository', 'malformed', 'unavailable'].map(
          (outcome) => shown(answered('Webhooks', outcome, PERIOD_S), outcome),
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
        ].map((metric) => shown(ofMachine(stateMachineArn, metric, PERIOD_S), metric.replace('Executions', ''))),
      }),
      new GraphWidget({
        title: 'Sweeps that went well, pushes that were found',
        width: 8,
        left: [
          shown(own('Sweeps', 'Sum', PERIOD_S)),
          shown(own('LostPushes', 'Sum', PERIOD_S)),
          shown(own('Redeliveries', 'Sum', PERIOD_S)),
        ],
      }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Errors of functions',
        width: 8,
        left: functionsFor(hosts).map(({ name }) => shown(ofFunction(name, 'Errors', PERIOD_S), name)),
      }),
      new GraphWidget({
        title: 'How far streams are behind, in milliseconds',
        width: 8,
        left: ['start-release', 'notify'].map((name) => shown(ofFunction(name, 'IteratorAge', PERIOD_S), name)),
      }),
      new GraphWidget({
        title: 'Dead letters, refused reads and writes of the ledger',
        width: 8,
        left: [
          shown(deadLetters(PERIOD_S), 'dead letters'),
          ...['ReadThrottleEvents', 'WriteThrottleEvents'].map((metric) => shown(ofTable(metric, PERIOD_S))),
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
