import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { helloServer } from './server.js';

async function withServer(options, use) {
  const server = helloServer(options).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use((path) => fetch(`http://127.0.0.1:${server.address().port}${path}`));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test('the page names release and stage, safely', async () => {
  await withServer({ errorShare: 0, environment: { RELEASE: 'hello#7', STAGE: '<b>staging' } }, async (get) => {
    const body = await (await get('/')).text();
    assert.match(body, /hello#7/);
    assert.match(body, /&lt;b&gt;staging/);
  });
});

test('three of ten requests fail when told so, and health stays good', async () => {
  await withServer({ errorShare: 0.3 }, async (get) => {
    const statuses = [];
    for (let request = 0; request < 10; request += 1) statuses.push((await get('/')).status);
    assert.equal(statuses.filter((status) => status === 500).length, 3);
    assert.equal((await get('/healthz')).status, 200);
  });
});
