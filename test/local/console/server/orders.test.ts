import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { Order } from '#core/commands/command.ts';
import { type Obey, takeOrder } from '#local/console/server/orders.ts';

const ORDER = { id: 'one', by: 'amy', reason: 'looked', command: { kind: 'cancel', release: 'hello#7' } };
const JSON_TYPE = { 'content-type': 'application/json' };

async function post(body: string, headers: Record<string, string> = JSON_TYPE, obey?: Obey) {
  const orders: Order[] = [];
  const app = new Hono();
  const take: Obey = async (order) => {
    orders.push(order);
    return obey ? obey(order) : { done: true, message: 'hello#7 is cancelled' };
  };
  app.post('/', (context) => takeOrder(context, take));
  const response = await app.request('/', { method: 'POST', headers, body });
  return { status: response.status, said: (await response.json()) as Record<string, unknown>, orders };
}

describe('an order from the page', () => {
  it('reaches the bus in the name that was said, as from the command line, with what was seen', async () => {
    const { status, said, orders } = await post(JSON.stringify({ ...ORDER, seen: { state: 'BAKING' } }));
    expect([status, said]).toEqual([200, { done: true, message: 'hello#7 is cancelled' }]);
    expect(orders).toEqual([{ ...ORDER, by: { via: 'cli', id: 'amy' }, seen: { state: 'BAKING' } }]);
  });

  it('is refused in words, and that is an answer', async () => {
    const { status, said } = await post(JSON.stringify(ORDER), JSON_TYPE, async () => ({
      done: false,
      message: 'hello#7 has ended',
    }));
    expect([status, said]).toEqual([200, { done: false, message: 'hello#7 has ended' }]);
  });

  it.each([
    ['text', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an order without a reason', JSON.stringify({ ...ORDER, reason: ' ' })],
    ['the name of Bakewatch itself', JSON.stringify({ ...ORDER, by: 'bakewatch' })],
    ['a person of Slack', JSON.stringify({ ...ORDER, by: { via: 'slack', id: 'T001/U001' } })],
    ['another command', JSON.stringify({ ...ORDER, command: { kind: 'destroy' } })],
  ])('is not %s', async (_what, body) => {
    const { status, said, orders } = await post(body);
    expect([status, orders]).toEqual([400, []]);
    expect(said['message']).toMatch(/must be/);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'does not come as %s, which a form of another page could send',
    async (type) => {
      const { status, orders } = await post(JSON.stringify(ORDER), { 'content-type': type });
      expect([status, orders]).toEqual([415, []]);
    },
  );

  it('may be done or not when the bus broke off', async () => {
    const { status, said } = await post(JSON.stringify(ORDER), JSON_TYPE, async () => ({ errorMessage: 'timed out' }));
    expect([status, said['message']]).toEqual([502, 'It broke off, and may be done or not: timed out.']);
  });
});
