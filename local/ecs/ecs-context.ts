import type { LoadBalancers } from '../loadbalancer/create-load-balancers.ts';
import type { Clock } from '../time/clock.ts';
import type { TaskRecord } from './records.ts';
import type { Store } from './store.ts';

/** Where ECS gets images from: `createEcr` has both. */
export interface Images {
  unpack(
    reference: string,
    targetDir: string,
  ): Promise<{ command: string[]; env: Record<string, string>; workingDir: string }>;
  /** The digest the reference means now, or undefined. */
  resolveTag(reference: string): string | undefined | Promise<string | undefined>;
}

/** What AWS chooses by itself and does not let anyone set; here it can be set, in ms. */
export interface Timing {
  /** Without a load balancer, a task that stayed up so long is well. */
  steadyMs: number;
  /** The wait after the first failed task; it doubles with each further one. */
  firstBackoffMs: number;
  longestBackoffMs: number;
  alarmPollMs: number;
  /** How long alarms are watched after all tasks are well. */
  alarmBakeMs: number;
  /** What processes get to end by themselves when the whole machine is closed. */
  closeGraceMs: number;
}

export const DEFAULT_TIMING: Timing = {
  steadyMs: 1_000,
  firstBackoffMs: 100,
  longestBackoffMs: 60_000,
  alarmPollMs: 1_000,
  alarmBakeMs: 5_000,
  closeGraceMs: 500,
};

/** A container's process while this program runs it. */
export interface RunningProcess {
  pid: number;
  /** Resolves when it has ended. */
  ended: Promise<void>;
}

export interface EcsContext {
  dir: string;
  clock: Clock;
  store: Store;
  images: Images;
  loadBalancers: LoadBalancers;
  /** `OK`, `ALARM`, `INSUFFICIENT_DATA`, or undefined for an alarm that does not exist. */
  alarmState: (name: string) => string | undefined;
  timing: Timing;
  processes: Map<string, RunningProcess>;
  /** Ports promised to tasks whose process may not listen yet. */
  ports: Set<number>;
  /** Asks the scheduler to look at a service soon. */
  wake: (serviceArn: string) => void;
  /** Told after each change of a task. */
  taskChanged: (task: TaskRecord) => void;
  closing: boolean;
}
