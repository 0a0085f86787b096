import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { alarms } from '#infra/alarms.ts';
import { FAR_AND_WIDE } from './far-and-wide.ts';
import { putAlarm } from './put-alarm.ts';
import { resourcesOf, synthesise } from './synthesise.ts';

let template: Template;
beforeAll(() => {
  template = synthesise(
    FAR_AND_WIDE.replace('githubToken: true', 'githubToken: true\n  runbook: https://wiki.example.com/bakewatch'),
  )['Bakewatch'] as Template;
}, 60_000);

const properties = (type: string): Record<string, unknown>[] =>
  resourcesOf(template, type).map(([, { Properties }]) => Properties);
const machineArn = (): unknown => ({ Ref: resourcesOf(template, 'AWS::StepFunctions::StateMachine')[0]?.[0] });

describe('the alarms over Bakewatch itself', () => {
  it('are installed as they are listed: all of them, with the very rules that the tests of the heartbeat hold', () => {
    const installed = new Map(properties('AWS::CloudWatch::Alarm').map((alarm) => [alarm['AlarmName'], alarm]));
    const listed = alarms({ stateMachineArn: 'the machine' });
    expect([...installed.keys()].sort()).toEqual(listed.map(({ name }) => name).sort());
    for (const spec of listed) {
      const { AlarmDescription: _, ...rule } = putAlarm(spec);
      const own = JSON.parse(JSON.stringify(rule).replaceAll('"the machine"', JSON.stringify(machineArn())));
      expect(installed.get(spec.name)).toMatchObject(own);
    }
  });

  it('link to their sections of the runbook, where the installation says that it is read', () => {
    for (const { name, runbook } of alarms({ stateMachineArn: '' })) {
      const alarm = properties('AWS::CloudWatch::Alarm').find(({ AlarmName }) => AlarmName === name);
      expect(alarm?.['AlarmDescription']).toContain(`https://wiki.example.com/bakewatch#${runbook}`);
    }
  });

  it('call somebody when they go red and say when it is over, by mail to whoever is named', () => {
    const [[topic] = []] = resourcesOf(template, 'AWS::SNS::Topic');
    for (const { name, pages } of alarms({ stateMachineArn: '' })) {
      const alarm = properties('AWS::CloudWatch::Alarm').find(({ AlarmName }) => AlarmName === name);
      const actions = pages ? [{ Ref: topic }] : undefined;
      expect([alarm?.['AlarmActions'], alarm?.['OKActions']]).toEqual([actions, actions]);
    }
    expect(properties('AWS::SNS::Subscription')).toMatchObject([
      { Protocol: 'email', Endpoint: 'oncall@example.com', RedrivePolicy: { deadLetterTargetArn: expect.anything() } },
    ]);
    expect(JSON.stringify(properties('AWS::SNS::TopicPolicy'))).toContain('cloudwatch.amazonaws.com');
  });

  it('stand below what runs where and what was released, which a function of their own shows', () => {
    const [dashboard] = properties('AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.['DashboardBody']);
    const kinds = [...body.matchAll(/\\"type\\":\\"(\w+)\\"/g)].map(([, kind]) => kind);
    expect(kinds.slice(0, 3)).toEqual(['custom', 'custom', 'alarm']);
    expect(body).toMatch(/show\\":\\"overview.*show\\":\\"history/);
    const called = resourcesOf(template, 'AWS::Lambda::Function').find(
      ([, { Properties }]) => Properties?.['FunctionName'] === 'bakewatch-show-widget',
    );
    expect(body).toContain(called?.[0]);
    // Whoever looks calls it with her own rights: nobody else is let in.
    const letIn = properties('AWS::Lambda::Permission').map(({ FunctionName }) => JSON.stringify(FunctionName));
    expect(letIn.filter((name) => name.includes(called?.[0] ?? ''))).toEqual([]);
  });

  it('stand on a dashboard, all of them', () => {
    const [dashboard] = properties('AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.['DashboardBody']);
    for (const [id] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) expect(body).toContain(`"${id}"`);
  });
});
