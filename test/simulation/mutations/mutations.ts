import type { Mutation } from './mutation.ts';
import { admission } from './seeded/admission.ts';
import { bake } from './seeded/bake.ts';
import { deployment } from './seeded/deployment.ts';
import { intake } from './seeded/intake.ts';
import { leaving } from './seeded/leaving.ts';
import { messages } from './seeded/messages.ts';
import { rollback } from './seeded/rollback.ts';
import { stateMachine } from './seeded/state-machine.ts';
import { waiting } from './seeded/waiting.ts';

/** Every seeded bug. To add one: an entry in the list that it belongs to. */
export const mutations: Mutation[] = [
  ...intake,
  ...admission,
  ...deployment,
  ...bake,
  ...leaving,
  ...rollback,
  ...waiting,
  ...stateMachine,
  ...messages,
];
