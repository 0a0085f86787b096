import type { Mutation } from './mutation.ts';
import { admission } from './seeded/admission.ts';
import { bake } from './seeded/bake.ts';
import { deployment } from './seeded/deployment.ts';
import { intake } from './seeded/intake.ts';
import { leaving } from './seeded/leaving.ts';
import { lostPushes } from './seeded/lost-pushes.ts';
import { messages } from './seeded/messages.ts';
import { persons } from './seeded/persons.ts';
import { rollback } from './seeded/rollback.ts';
import { settling } from './seeded/settling.ts';
import { stateMachine } from './seeded/state-machine.ts';
import { turningBack } from './seeded/turning-back.ts';
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
  ...persons,
  ...turningBack,
  ...settling,
  ...lostPushes,
];
