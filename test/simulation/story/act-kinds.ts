/** What persons order: one kind of act for each command. */
export const PERSON_ACTS = [
  'approve',
  'reject',
  'cancel',
  'roll back',
  'freeze',
  'unfreeze',
  'emergency',
  'pardon',
  'deploy',
] as const;
export type PersonActKind = (typeof PERSON_ACTS)[number];

export const isPersonAct = (kind: string): kind is PersonActKind => (PERSON_ACTS as readonly string[]).includes(kind);

/** What somebody does to executions in AWS's own console. */
export const CONSOLE_ACTS = ['stop the execution', 'start it again', 'redrive', 'install anew'] as const;
export type ConsoleActKind = (typeof CONSOLE_ACTS)[number];

export const isConsoleAct = (kind: string): kind is ConsoleActKind =>
  (CONSOLE_ACTS as readonly string[]).includes(kind);
