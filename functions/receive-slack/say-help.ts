import { type Answer, answer } from '#functions/steps/slack/answer.ts';
import { markup, sentence } from '#functions/steps/slack/blocks.ts';

/** How each is typed, and what it does. */
const COMMANDS: readonly [string, string][] = [
  ['status', 'what runs where and since when, what waits and why, holds and freezes'],
  ['status hello', 'the same of one service'],
  ['why hello#7', 'where a release is, why not further, and what brings it on'],
  ['why 1a2b3c4', 'the same of a commit: at least the first 7 digits of its hash'],
  ['freeze hello/production for 2h the fair', 'nobody new gets into a stage for two hours'],
  ['freeze everything the database moves', 'nobody new gets in anywhere, until somebody unfreezes it'],
  ['unfreeze hello/production the fair is over', 'lifts the freeze of exactly that'],
];

/** What can be typed behind the command, as the app calls it; and first of all what of it was not understood. */
export function sayHelp(command: string, notUnderstood?: string): Answer {
  const lines = COMMANDS.map(([typed, does]) => `\`${command} ${typed}\`\n${does}`);
  return answer(notUnderstood ?? `What you can type behind ${command}`, [
    ...(notUnderstood === undefined ? [] : [sentence(`This was not understood: ${notUnderstood}. What can be said:`)]),
    { type: 'section', text: markup(lines.join('\n')) },
  ]);
}
