// Imports a bundle as Lambda does, and says what that took; then hands it each event of a file, and says what the first and the
// others took. Plain JavaScript, and nothing but what Node has loaded anyway: what it needs itself would be missing from the figures.
const [bundle, eventsFile] = process.argv.slice(2);
const { readFileSync } = process.getBuiltinModule('node:fs');
const events = eventsFile ? JSON.parse(readFileSync(eventsFile, 'utf8')) : [];
const context = { functionName: 'probe', awsRequestId: 'probe', getRemainingTimeInMillis: () => 20_000 };
const say = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;

const at = () => ({ wall: performance.now(), cpu: process.cpuUsage() });
function since(begun) {
  const { user, system } = process.cpuUsage(begun.cpu);
  return { wallMs: performance.now() - begun.wall, cpuMs: (user + system) / 1_000 };
}

const begun = at();
const { handler } = await import(bundle);
const imported = since(begun);
const modules = [...process.moduleLoadList];
let first;
let warm;
for (const [i, event] of events.entries()) {
  if (i === 1) warm = at();
  const { statusCode, body } = await handler(event, context);
  if (statusCode !== 202) throw new Error(`answered ${statusCode}: ${body}`);
  if (i === 0) first = since(begun);
}
const others = events.length > 1 ? { ...since(warm), count: events.length - 1 } : undefined;
say(JSON.stringify({ imported, first, others, modules, rssBytes: process.memoryUsage.rss() }));
process.exit();
