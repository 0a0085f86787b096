import { clockOf } from '../chance/clocks.ts';
import type { Fault } from '../chance/fault.ts';
import { never, pass, type Sim } from '../sim.ts';
import type { Setup } from '../story/story.ts';

/** One run of a function: it may die between any two of its awaits, and come back to life after it was given up. */
export interface Invocation {
  name: string;
  /** `hello#2/staging`: whom it works for. */
  subject: string;
  /** `expired`: given up at its timeout, but not yet gone. */
  state: 'running' | 'expired' | 'dead';
  /** When it last read the world. */
  viewedAt: number;
  /** The calls that it has made so far. */
  course: string;
}

/** How Lambda words the end of a function that did not end by itself. */
export const LAMBDA_TIMEOUT = 'Sandbox.Timedout';
export const LAMBDA_EXIT = 'Runtime.ExitError';

/** Not counted: stories that are older than these keep their clocks. */
const SCHEDULED: ReadonlySet<string> = new Set(['settle-releases', 'find-lost-pushes']);

type Methods = Record<string, (...args: never[]) => unknown>;

export interface Lambda<Ports extends Record<string, object>> {
  /** Rejects with the function's own error, or with one of Lambda's when it died or ran out of time. */
  run<T>(
    about: { name: string; subject: string; timeoutMs: number },
    body: (ports: Ports & { now: () => number }) => Promise<T>,
  ): Promise<T>;
  /** The invocation in whose name the world is being changed right now. */
  current(): Invocation | undefined;
}

/** Runs use cases over ports that fail, stall and die as planned. */
export function createLambda<Ports extends Record<string, object>>(
  sim: Sim,
  ports: Ports,
  setup: Pick<Setup, 'skewMs' | 'clocks'>,
): Lambda<Ports> {
  let serial = 0;
  let current: Invocation | undefined;

  /** The effect, marked as this invocation's for whoever watches the world. */
  const effect = (invocation: Invocation, name: string, call: () => unknown): unknown => {
    current = invocation;
    if (name === 'fleet.view') invocation.viewedAt = sim.clock.now();
    try {
      return call();
    } finally {
      current = undefined;
    }
  };

  const perform = async (invocation: Invocation, name: string, call: () => unknown, die: () => void) => {
    if (invocation.state === 'dead') return never();
    const site = `${invocation.name} ${invocation.subject} ${name}`;
    const fault = sim.plan.at('call', site, invocation.course);
    invocation.course += ` ${name}`;
    sim.chronicle.trace(`${site} ${fault?.kind ?? 'ok'}`);
    if (fault && fault.kind !== 'slow')
      sim.chronicle.tell(`fault: ${name} of ${invocation.name} for ${invocation.subject}: ${sayFault(fault)}`);
    const result = await faulty(
      sim,
      fault,
      () => {
        if (isKilled(invocation, name)) return never();
        return effect(invocation, name, call);
      },
      die,
    );
    // What a dead function was told, nobody hears.
    return (invocation as { state: string }).state === 'dead' ? never() : result;
  };

  const portsOf = (invocation: Invocation, die: () => void): Ports =>
    Object.fromEntries(
      Object.entries(ports).map(([portName, port]) => [
        portName,
        Object.fromEntries(
          Object.entries(port as Methods).map(([method, run]) => [
            method,
            (...args: never[]) => perform(invocation, `${portName}.${method}`, () => run(...args), die),
          ]),
        ),
      ]),
    ) as Ports;

  return {
    current: () => current,
    run: ({ name, subject, timeoutMs }, body) =>
      new Promise((resolve, reject) => {
        if (!SCHEDULED.has(name)) serial += 1;
        const invocation: Invocation = { name, subject, state: 'running', viewedAt: 0, course: '' };
        const cancel = sim.clock.at(sim.clock.now() + timeoutMs, () => {
          invocation.state = 'expired';
          reject(named(LAMBDA_TIMEOUT, `${name} timed out`));
        });
        const die = (): void => {
          invocation.state = 'dead';
          cancel();
          reject(named(LAMBDA_EXIT, `${name} exited`));
        };
        const now = clockOf(sim, setup, { name, serial });
        body({ ...portsOf(invocation, die), now })
          .then(resolve, reject)
          .finally(cancel);
      }),
  };
}

/**
 * The one mercy: Lambda has killed a sandbox at its timeout, so what thaws later no longer reaches what takes no fence or key of ours
 * (ECS, Slack): no client could do better there. Whatever the ledger or a task token is asked by the undead is let through.
 */
const UNFENCED = new Set(['fleet.deploy', 'fleet.stop', 'chat.post']);

const isKilled = (invocation: Invocation, name: string): boolean =>
  invocation.state !== 'running' && UNFENCED.has(name);

async function faulty(sim: Sim, fault: Fault | undefined, effect: () => unknown, die: () => void): Promise<unknown> {
  if (!fault) return effect();
  switch (fault.kind) {
    case 'before':
      throw named('ServiceUnavailable', 'it failed before it had an effect');
    case 'throttled':
      throw named('ThrottlingException', 'Rate exceeded');
    case 'after':
      await effect();
      throw named('ServiceUnavailable', 'it failed after it had its effect');
    case 'late':
      sim.clock.at(sim.clock.now() + fault.ms, () => void Promise.resolve(effect()).catch(() => undefined));
      throw named('TimeoutError', 'no answer in time');
    case 'crash before':
      die();
      return never();
    case 'crash after':
      await effect();
      die();
      return never();
    case 'hang':
      return never();
    case 'freeze after': {
      const result = await effect();
      await pass(sim, fault.ms);
      return result;
    }
    default:
      await pass(sim, fault.ms);
      return effect();
  }
}

const SAID: Record<string, string> = {
  before: 'fails without effect',
  throttled: 'is throttled',
  after: 'has its effect, but the answer is an error',
  late: 'is given up, and has its effect later',
  'crash before': 'the function dies before it',
  'crash after': 'the function dies after it',
  hang: 'never answers',
  'freeze before': 'the function is frozen before it',
  'freeze after': 'the function is frozen after it, and goes on with what it knew',
};

const sayFault = ({ kind, ms }: Fault): string => `${SAID[kind] ?? kind}${ms ? ` (${Math.round(ms / 1_000)} s)` : ''}`;

export function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
