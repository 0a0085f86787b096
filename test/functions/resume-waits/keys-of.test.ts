import { expect, it } from 'vitest';
import { CHECKS_CHANGED } from '#core/checks/checks-changed.ts';
import { keysOf, type WakingEvent } from '#functions/resume-waits/resume-waits.ts';
import { RULES } from '#infra/installation.ts';
import { matches } from '#local/eventbridge/pattern/matches.ts';
import { parsePattern } from '#local/eventbridge/pattern/parse-pattern.ts';

const SERVICE = 'arn:aws:ecs:us-east-1:123456789012:service/production/hello';
const DEPLOYMENT = 'arn:aws:ecs:us-east-1:123456789012:service-deployment/production/hello/0EYSiB0qap8xf0N76FsbE';

const ecs = (type: string, resources: string[], detail: WakingEvent['detail'] = {}): WakingEvent => ({
  source: 'aws.ecs',
  'detail-type': type,
  resources,
  detail,
});

it.each<[string, WakingEvent, string[]]>([
  ['a deployment', ecs('ECS Deployment State Change', [SERVICE]), [`ecs:${SERVICE}`]],
  ['a service', ecs('ECS Service Action', [SERVICE]), [`ecs:${SERVICE}`]],
  [
    'a hook, which is about a deployment and names its service',
    ecs('ECS Hook State Change', [DEPLOYMENT], { serviceArn: SERVICE }),
    [`ecs:${SERVICE}`],
  ],
  [
    'an alarm',
    { source: 'aws.cloudwatch', 'detail-type': 'CloudWatch Alarm State Change', detail: { alarmName: 'errors' } },
    ['alarm:errors'],
  ],
  [
    'news of checks',
    { source: 'bakewatch', 'detail-type': CHECKS_CHANGED, detail: { repositoryId: 42, sha: 'a'.repeat(40) } },
    [`checks:42/${'a'.repeat(40)}`],
  ],
])('the event of %s reaches resume-waits and wakes whoever waits for it', (_what, event, keys) => {
  expect(RULES.filter(({ pattern }) => matches(parsePattern(JSON.stringify(pattern)), event))).toHaveLength(1);
  expect(keysOf(event)).toEqual(keys);
});

it.each<[string, WakingEvent]>([
  ['a hook without a service', ecs('ECS Hook State Change', [DEPLOYMENT])],
  ['an alarm without a name', { source: 'aws.cloudwatch', 'detail-type': 'x', detail: { alarmName: 7 } }],
  ['news of nobody`s checks', { source: 'bakewatch', 'detail-type': CHECKS_CHANGED, detail: { repositoryId: '42' } }],
  [
    'news of a stranger',
    { source: 'com.example', 'detail-type': CHECKS_CHANGED, detail: { repositoryId: 42, sha: 'a' } },
  ],
  ['a stranger', { source: 'com.example', 'detail-type': 'x', resources: [SERVICE] }],
])('the event of %s wakes nobody', (_what, event) => expect(keysOf(event)).toEqual([]));
