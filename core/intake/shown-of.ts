import { cut } from '../words/say-time.ts';

const LONGEST_SUBJECT = 200;
const LONGEST_AUTHOR = 100;

/** What is shown of a commit: its author, and the first line of its message; neither longer than a line. */
export const shownOf = (author: string, message: string): { author: string; subject: string } => ({
  author: cut(author, LONGEST_AUTHOR),
  subject: cut(message.split(/\r?\n/, 1)[0] ?? '', LONGEST_SUBJECT),
});
