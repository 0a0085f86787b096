import { describe, expect, it } from 'vitest';
import { consolePages } from '#functions/steps/console-pages.ts';
import { parseRoute } from '#local/console/page/route.ts';
import { alarmPath, deliveryPath, executionPath, releasePath } from '#views/paths.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:execution:release:hello-7';
const route = (address: string) => parseRoute(new URL(address, 'http://127.0.0.1'));

describe('parseRoute', () => {
  it.each([
    ['/', { page: 'overview' }],
    ['/releases/hello/7', { page: 'release', service: 'hello', number: 7, tab: 'release' }],
    ['/releases/hello/7/execution', { page: 'release', service: 'hello', number: 7, tab: 'execution' }],
    ['/releases/hello/07', { page: 'nowhere' }],
    ['/releases/..%2F/7', { page: 'nowhere' }],
    ['/slack', { page: 'slack' }],
    ['/delivery/hello', { page: 'delivery', service: 'hello' }],
    ['/delivery/Hello', { page: 'nowhere' }],
    ['/states/home', { page: 'nowhere' }],
    ['/cloudwatch/home#alarmsV2:alarm/%E0', { page: 'nowhere' }],
    [releasePath({ service: 'hello', number: 7 }), { page: 'release', service: 'hello', number: 7, tab: 'release' }],
    [deliveryPath('hello'), { page: 'delivery', service: 'hello' }],
    [executionPath(ARN), { page: 'execution', arn: ARN }],
    [alarmPath('a/b c?'), { page: 'alarm', name: 'a/b c?' }],
  ])('reads %s', (address, expected) => {
    expect(route(address)).toEqual(expected);
  });

  it('reads the very addresses that messages link to', () => {
    const pages = consolePages({ console: 'http://127.0.0.1:4600', hosts: {} });
    expect(route(pages.execution(ARN))).toEqual({ page: 'execution', arn: ARN });
    expect(route(pages.alarm('errors 100%'))).toEqual({ page: 'alarm', name: 'errors 100%' });
  });
});
