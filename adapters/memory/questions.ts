import type { Question, Questions } from '#core/ports/questions.ts';

export interface MemoryQuestions extends Questions {
  /** What was sent, in that order, and as often as it was. */
  sent(): Question[];
}

/** Questions in memory; whoever reads them answers them. */
export function memoryQuestions(): MemoryQuestions {
  const sent: string[] = [];
  return {
    async send(question) {
      sent.push(JSON.stringify(question));
    },
    sent: () => sent.map((question) => JSON.parse(question)),
  };
}
