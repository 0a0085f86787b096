import { memoryBuilds } from '#adapters/memory/builds.ts';
import { primaryOf } from '#core/deployment/primary-of.ts';
import { sayRevision } from '#core/words/say-time.ts';
import { type Answer, obeyCommand } from '#functions/obey-command/obey-command.ts';
import type { Ports } from '../aws/functions.ts';
import type { Lambda } from '../aws/lambda.ts';
import type { Ledger } from '../aws/observed-table.ts';
import { environmentIn } from '../invariants/read-ledger.ts';
import { SERVICE } from '../story/service-config.ts';
import type { World } from './world.ts';

const TIMEOUT_MS = 30_000;

/** A command as it is sent; what is wrong with it is found out there. */
export type Given = { kind: string } & Record<string, unknown>;

/** A person who looks at a stage as it is, and gives orders about it. Each order has an id of its own. */
export function giveOrders(lambda: () => Lambda<Ports>, world: World, ledger: Ledger) {
  let serial = 0;
  // No build is noted here, so none is stopped: a build that goes on costs its minutes and nothing else.
  const builds = memoryBuilds();
  /** `times`: a button may be pressed twice, or Slack may send it again. */
  const give = async (command: Given, by = 'carol', times = 1): Promise<Answer> => {
    serial += 1;
    const asked = { id: `order-${serial}`, by: { via: 'cli', id: by }, reason: 'looked at it', command };
    const about = { name: 'obey-command', subject: `${command.kind} ${serial}`, timeoutMs: TIMEOUT_MS };
    const answers = Array.from({ length: times }, () =>
      lambda().run(about, (ports) => obeyCommand({ ...ports, builds }, asked)),
    );
    const [first] = await Promise.all(answers);
    return first as Answer;
  };
  const order = (kind: string, stage: string, more: Record<string, unknown> = {}): Promise<Answer> =>
    give({ kind, service: SERVICE, stage, ...more });
  return {
    give,
    /** Lifts the stage's hold; before, adopts what runs there by somebody else's hand, or lets a fix go forward. */
    async resume(stage: string, how: { adopt?: boolean; fixForward?: boolean }): Promise<Answer> {
      const revisions = how.adopt ? drifted(world, ledger, stage) : [];
      if (revisions.length > 0) await order('adopt', stage, { revisions });
      if (how.fixForward) await order('fix-forward', stage);
      return order('resume', stage);
    },
  };
}

function drifted(world: World, ledger: Ledger, stage: string): string[] {
  const current = environmentIn(ledger, stage)?.current?.taskDefinitions ?? {};
  const found = world.ecs.targets
    .filter(({ cluster }) => cluster === stage)
    .flatMap((target) => {
      const truth = world.ecs.serviceOf(target);
      const primary = truth && primaryOf(truth.view)?.taskDefinition;
      return primary && primary !== current[target.name] ? [sayRevision(primary)] : [];
    });
  return [...new Set(found)];
}
