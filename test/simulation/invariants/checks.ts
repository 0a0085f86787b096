import { aftermath } from './aftermath.ts';
import { attempts } from './attempts.ts';
import { bake } from './bake.ts';
import { capacity } from './capacity.ts';
import { commits } from './commits.ts';
import { exclusion } from './exclusion.ts';
import type { MakeCheck } from './facts.ts';
import { gate } from './gate.ts';
import { handingOver } from './handing-over.ts';
import { history } from './history.ts';
import { lastLook } from './last-look.ts';
import { liveness } from './liveness.ts';
import { lostPushes } from './lost-pushes.ts';
import { loudness } from './loudness.ts';
import { messages } from './messages.ts';
import { migration } from './migration.ts';
import { moves } from './moves.ts';
import { order } from './order.ts';
import { permission } from './permission.ts';
import { promptness } from './promptness.ts';
import { reaction } from './reaction.ts';
import { recovery } from './recovery.ts';
import { requiredChecks } from './required-checks.ts';
import { truth } from './truth.ts';
import { usefulness } from './usefulness.ts';

/** Every invariant that the build has. */
export const CHECKS: MakeCheck[] = [
  moves,
  history,
  exclusion,
  order,
  bake,
  reaction,
  truth,
  loudness,
  capacity,
  liveness,
  recovery,
  attempts,
  lostPushes,
  migration,
  messages,
  gate,
  permission,
  requiredChecks,
  handingOver,
  lastLook,
  promptness,
  commits,
  aftermath,
  usefulness,
];
