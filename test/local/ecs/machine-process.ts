import { createWeb, ended, pushServer, register, startMachine, update } from './machine.ts';

// A whole machine in a process of its own, for tests that kill it: one deployment is over, a second one is halfway.
const machine = await startMachine(process.argv[2] ?? '');
await pushServer(machine, 'latest');
await ended(machine, await createWeb(machine, { version: 'v1' }));
const slow = await register(machine, { version: 'v2', mode: 'sick' });
const arn = await update(machine, { taskDefinition: slow, healthCheckGracePeriodSeconds: 60 });
const once = await register(machine, { version: 'once' });
const { tasks } = await machine.ecs.runTask({ taskDefinition: once, clientToken: 'once' });
setInterval(() => {
  const running = machine.events.filter(({ detail }) => detail['lastStatus'] === 'RUNNING').length;
  if (running >= 5) process.stdout.write(`${JSON.stringify({ deployment: arn, once: tasks[0]?.taskArn })}\n`);
}, 10);
