import type { Mutation } from '../mutation.ts';

const THREAD = 'functions/notify/thread.ts';

/** What is said in Slack. */
export const messages: Mutation[] = [
  {
    name: 'say-it-again',
    bug: 'an event that the stream delivers again is said again',
    file: 'functions/notify/notify.ts',
    find: 'const wasSaid = opened.said === event.number;',
    replace: 'const wasSaid = opened.said > event.number;',
  },
  {
    name: 'post-without-looking',
    bug: 'a post whose answer was lost is made again without asking Slack for it',
    file: THREAD,
    find: 'const found = mayBeThere ? await chat.find(where, replyKey(event.release, number)) : undefined;',
    replace: 'const found = undefined;',
  },
  {
    name: 'open-two-threads',
    bug: 'a thread whose opening was not heard of is opened again',
    file: THREAD,
    find: 'const found = known ? await chat.find(where, cardKey(id)) : undefined;',
    replace: 'const found = undefined;',
  },
  {
    name: 'note-before-saying',
    bug: 'an event is noted as said before it is posted',
    file: THREAD,
    find: '{ ...thread, saying: number }',
    replace: '{ ...thread, said: number }',
  },
  {
    name: 'quote-markup',
    bug: 'the text of a stranger reaches Slack unescaped',
    file: 'functions/steps/slack/say-text.ts',
    find: "text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');",
    replace: 'text;',
  },
];
