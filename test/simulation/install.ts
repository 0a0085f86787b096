import { EVENT_SOURCE } from '#core/cdevents/event-source.ts';
import type { ConfigItem } from '#core/ledger/items.ts';
import { keys, NEWS_PREFIX } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Announcement, Published } from '#core/ports/bus.ts';
import type { Item, Table } from '#core/ports/table.ts';
import { notify } from '#functions/notify/notify.ts';
import { receiveWebhook } from '#functions/receive-webhook/receive-webhook.ts';
import type { WakingEvent } from '#functions/resume-waits/resume-waits.ts';
import { announce } from '#functions/start-release/announce.ts';
import { startRelease } from '#functions/start-release/start-release.ts';
import { consolePages } from '#functions/steps/console-pages.ts';
import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';
import { type Ports, taskFunctions } from './aws/functions.ts';
import { createLambda, type Lambda } from './aws/lambda.ts';
import { followLedger } from './aws/ledger-stream.ts';
import { observedTable } from './aws/observed-table.ts';
import type { Rig } from './aws/orchestrator.ts';
import { beginSearching } from './aws/searching.ts';
import { createSettling } from './aws/settling.ts';
import { wakeByEvents } from './aws/waking.ts';
import { CHECKS } from './invariants/checks.ts';
import type { Check, Facts, Mutation } from './invariants/facts.ts';
import type { Sim } from './sim.ts';
import { knowCurrent } from './story/know-current.ts';
import { SERVICE, serviceConfig } from './story/service-config.ts';
import type { Story } from './story/story.ts';
import { giveOrders } from './world/give-orders.ts';
import { SECRET } from './world/signed.ts';
import { createWorld } from './world/world.ts';

export type Installation = Awaited<ReturnType<typeof install>>;

/** Bakewatch, installed into the simulated AWS, with the checks watching. `share`: what else is at work on its table. */
export async function install(
  rig: Rig,
  sim: Sim,
  story: Story,
  judge: Pick<Facts, 'coverage' | 'violate' | 'measure'>,
  share: (table: Table) => Table = (table) => table,
) {
  const config = serviceConfig(story.setup);
  const { table: own, ledger, become } = observedTable();
  const table = share(own);
  await configure(table, config);
  const late: { lambda?: Lambda<Ports>; checks: Check[] } = { checks: [] };
  const mutate = (mutation: Mutation): void => {
    for (const check of late.checks) check.onMutation?.(mutation);
  };
  const lambda = (): Lambda<Ports> => late.lambda as Lambda<Ports>;
  const world = await createWorld(sim, {
    config,
    setup: story.setup,
    post: (request) =>
      lambda().run({ name: 'receive-webhook', subject: subjectOf(request), timeoutMs: 25_000 }, ({ table: t, now }) =>
        receiveWebhook(
          { table: t, now, secrets: async () => [SECRET], patience: { attempts: 24, pause: async () => undefined } },
          request,
        ),
      ),
    emit: wakeByEvents(sim, lambda),
    onAlarm(name, to) {
      for (const check of late.checks) check.onAlarm?.(name, to);
    },
    onLook(target) {
      for (const check of late.checks) check.onWorld?.(target);
    },
  });
  if (story.setup.known) await knowCurrent(table, world.ecs, config, sim.start);
  const functions = {
    invoke: (...args: Parameters<ReturnType<typeof taskFunctions>['invoke']>) =>
      taskFunctions(sim, lambda()).invoke(...args),
  };
  const settling = createSettling(sim, lambda);
  const orchestrator = rig.connect({
    sim,
    functions,
    builds: world.builds.port,
    tasks: world.migrations.port,
    onDead: settling.onDead,
  });
  const { fleet } = world.ecs;
  late.lambda = createLambda<Ports>(
    sim,
    {
      table,
      tokens: orchestrator.tokens,
      executions: orchestrator.executions,
      fleet: {
        ...fleet,
        deploy(target, taskDefinition) {
          mutate({ kind: 'deploy', target, taskDefinition, by: lambda().current() });
          return fleet.deploy(target, taskDefinition);
        },
        stop(target, arn) {
          mutate({ kind: 'stop', target, taskDefinition: undefined, by: lambda().current() });
          return fleet.stop(target, arn);
        },
      },
      alarms: world.monitoring.alarms,
      registry: world.builds.registry,
      sourceHost: world.repository.sourceHost,
      checks: { shown: world.ci.checks.shown },
      bus: { publish: async (all) => all.map((said) => publish(wakeByEvents(sim, lambda), said)) },
      chat: { post: world.chat.post, update: world.chat.update, find: world.chat.find },
      web: world.web,
    },
    story.setup,
  );
  const stream = followLedger(sim, ledger, [
    {
      name: 'start-release',
      wants: isNewRelease,
      take: (item) =>
        lambda().run({ name: 'start-release', subject: item.sk, timeoutMs: 30_000 }, (ports) =>
          startRelease(ports, item as never),
        ),
    },
    {
      name: 'announce',
      wants: ({ sk }) => sk.startsWith(NEWS_PREFIX),
      take: (item) =>
        lambda().run({ name: 'start-release', subject: item.pk, timeoutMs: 30_000 }, async (ports) => {
          const about = { source: 'arn:machine', console: 'https://console', log: () => undefined };
          const done = await announce({ ...ports, ...about }, [item]);
          if (done === 0) throw new Error('Not announced yet.');
        }),
    },
    {
      name: 'notify',
      retries: NOTIFY_RETRIES,
      wants: ({ sk }) => sk.startsWith('EVENT#'),
      take: (item) =>
        lambda().run({ name: 'notify', subject: `${item.pk}/${item.sk}`, timeoutMs: 60_000 }, (ports) =>
          notify({ ...ports, pages: consolePages({ console: 'https://console', hosts: {} }) }, item as never),
        ),
    },
  ]);
  const facts = {
    sim,
    setup: story.setup,
    config,
    ledger,
    world,
    executions: orchestrator.statuses,
    ...judge,
  };
  const checks = CHECKS.map((make) => make(facts));
  late.checks = checks;
  ledger.onCommit((changes) => {
    for (const check of checks) check.onCommit?.(changes);
  });
  settling.begin();
  await beginSearching(sim, lambda, { table, sourceHost: world.repository.sourceHost });
  const { resume, give } = giveOrders(lambda, world, ledger);
  return { config, table, ledger, become, world, orchestrator, stream, checks, resume, give };
}

const subjectOf = ({ headers }: EdgeRequest): string =>
  headers['x-github-event'] === 'push' ? 'push' : `news ${headers['x-github-delivery']}`;

/** EventBridge, as far as somebody listens: only news of checks have a rule of ours. */
function publish(emit: (event: WakingEvent) => void, { type, detail }: Announcement): Published {
  emit({ source: EVENT_SOURCE, 'detail-type': type, detail });
  return { kind: 'taken' };
}

/** As infra/installation.ts has it. */
const NOTIFY_RETRIES = 200;

const isNewRelease = ({ pk, sk }: Item): boolean => pk === `SERVICE#${SERVICE}` && sk.startsWith('RELEASE#');

async function configure(table: Table, config: ConfigItem['config']): Promise<void> {
  const item: ConfigItem = { service: SERVICE, repositoryId: config.repository.id, config, hash: 'h', at: 0 };
  await table.write([
    create(keys.config(item.repositoryId, SERVICE), item),
    create(keys.listedService(SERVICE), { service: SERVICE, repositoryId: item.repositoryId }),
  ]);
}
