import { UserError } from '#local/installation/user-error.ts';

/** Bakewatch does not run where it was looked for, or cannot be reached: the command ends with a code of its own. */
export class Unreachable extends UserError {}
