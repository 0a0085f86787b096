import type { Now } from '#core/ports/clock.ts';
import type { Desk } from '#core/ports/desk.ts';
import type { Question } from '#core/ports/questions.ts';
import type { Replies } from '#core/ports/replies.ts';
import type { Table } from '#core/ports/table.ts';
import { type Answer, answer } from '#functions/steps/slack/answer.ts';
import { sentence } from '#functions/steps/slack/blocks.ts';
import { readOverview } from '#views/read/read-overview.ts';
import { sayExplanation } from './say-explanation.ts';
import { sayStatus } from './say-status.ts';

export interface AnswerSlackPorts {
  table: Table;
  desk: Desk;
  replies: Replies;
  now: Now;
}

/**
 * Answers what somebody typed in Slack, to her alone; an order is given first, and its answer is the answer. Called at least once: an
 * order has one id, so it is one however often it is given. Throws when the answer is to be tried again.
 */
export async function answerSlack(ports: AnswerSlackPorts, { responseUrl, asked }: Question): Promise<'said' | 'gone'> {
  return ports.replies.say(responseUrl, await answerTo(ports, asked));
}

async function answerTo({ table, desk, now }: AnswerSlackPorts, asked: Question['asked']): Promise<Answer> {
  switch (asked.kind) {
    case 'said':
      return plainly(asked.sentence);
    case 'status':
      return sayStatus(await readOverview(table, now()), asked.service);
    case 'why': {
      const told = await desk.explain(asked.asked);
      return told.explained ? sayExplanation(told.explanation) : plainly(told.message);
    }
    case 'order': {
      const { done, message } = await desk.obey(asked.order);
      return plainly(done ? `Done: ${message}` : `Refused, and nothing was changed: ${message}`);
    }
  }
}

const plainly = (text: string): Answer => answer(text, [sentence(text)]);
