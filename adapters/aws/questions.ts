import type { Questions } from '#core/ports/questions.ts';
import { handOver } from './hand-over.ts';

/** Hands questions to the function that answers them. */
export const lambdaQuestions = (functionName: string): Questions => ({ send: handOver(functionName) });
