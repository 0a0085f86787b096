import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { faultSwitch } from './fault.js';
import { page } from './page.js';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** The service: `/` is the page, `/healthz` says that the process is well (also when `/` is told to fail). */
export function helloServer({ errorShare = read('fault.json').errorShare, environment = process.env } = {}) {
  const fails = faultSwitch(errorShare);
  const about = {
    version: read('package.json').version,
    release: environment.RELEASE ?? 'unreleased',
    stage: environment.STAGE ?? 'nowhere',
  };
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (!server.listening) response.setHeader('connection', 'close');
    if (path === '/healthz') return send(response, 200, 'text/plain', 'ok\n');
    if (path !== '/') return send(response, 404, 'text/plain', 'There is nothing here.\n');
    if (fails()) return send(response, 500, 'text/plain', 'This request was told to fail (fault.json).\n');
    return send(response, 200, 'text/html; charset=utf-8', page(about));
  });
  return server;
}

function send(response, status, type, body) {
  response.writeHead(status, { 'content-type': type }).end(body);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = helloServer();
  // ECS sends SIGTERM: answer what has begun, take nothing new, then leave.
  process.once('SIGTERM', () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
  server.listen(Number(process.env.PORT ?? 8080), () => console.log(`hello listens on ${server.address().port}`));
}
