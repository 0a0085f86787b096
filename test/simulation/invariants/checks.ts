import { bake } from './bake.ts';
import { exclusion } from './exclusion.ts';
import type { MakeCheck } from './facts.ts';
import { liveness } from './liveness.ts';
import { messages } from './messages.ts';
import { moves } from './moves.ts';
import { order } from './order.ts';
import { truth } from './truth.ts';

/** Every invariant that the build has. */
export const CHECKS: MakeCheck[] = [moves, exclusion, order, bake, truth, liveness, messages];
