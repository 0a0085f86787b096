import { executionName, isTerminal, releaseId } from '#core/release/release.ts';
import type { Ledger } from '../aws/observed-table.ts';
import { DEFINITION, type Orchestrator } from '../aws/orchestrator.ts';
import { environmentIn, releasesIn } from '../invariants/read-ledger.ts';
import type { Sim } from '../sim.ts';
import type { ConsoleActKind } from '../story/act-kinds.ts';
import type { Act } from '../story/story.ts';

interface Console {
  sim: Sim;
  ledger: Ledger;
  orchestrator: Pick<Orchestrator, 'byHand' | 'statuses'>;
}

/** Does it to an execution that it makes sense for; nothing when there is none. Refusals of AWS reject. */
export async function actInConsole({ sim, ledger, orchestrator }: Console, kind: ConsoleActKind, act: Act) {
  const { byHand, statuses } = orchestrator;
  const say = (name: string): void => sim.chronicle.tell(`somebody in the console of AWS: ${kind} (${name})`);
  if (kind === 'install anew') {
    say('the state machine');
    return byHand.install(DEFINITION.replace('{', `{ "Comment": "installed anew at ${act.at}",`));
  }
  if (kind === 'redrive') {
    const dead = [...statuses].filter(([, status]) => status !== 'RUNNING' && status !== 'SUCCEEDED');
    const [name] = dead[act.ms % Math.max(1, dead.length)] ?? [];
    if (!name) return;
    say(name);
    sim.executionsByHand += 1;
    return byHand.redrive(name);
  }
  const going = releasesIn(ledger).filter(({ state }) => !isTerminal(state));
  const holder = environmentIn(ledger, act.stage)?.holder?.release;
  const release = going.find(({ number }) => number === holder) ?? going[0];
  if (!release) return;
  const name = executionName(release);
  if (kind === 'start it again') {
    say(`by-hand-${act.at}`);
    sim.executionsByHand += 1;
    return byHand.startAgain(`by-hand-${act.at}`, releaseId(release));
  }
  say(name);
  return byHand.stop(name);
}
