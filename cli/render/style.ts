import { styleText } from 'node:util';
import type { ReleaseState } from '#core/release/release.ts';

type Format = Parameters<typeof styleText>[0];

/** Colours and marks, only where a person looks at a terminal (and NO_COLOR is not set). */
export const style = (format: Format, text: string): string =>
  styleText(format, text, { stream: process.stdout, validateStream: true });

export const isTerminal = (): boolean => process.stdout.isTTY === true;

const LOOKS: Record<ReleaseState, { mark: string; format: Format }> = {
  ACCEPTED: { mark: '•', format: 'cyan' },
  CHECKING: { mark: '◦', format: 'yellow' },
  PREPARING: { mark: '•', format: 'cyan' },
  BUILDING: { mark: '•', format: 'cyan' },
  WAITING: { mark: '◦', format: 'yellow' },
  DEPLOYING: { mark: '›', format: 'cyan' },
  VERIFYING: { mark: '›', format: 'cyan' },
  BAKING: { mark: '◔', format: 'magenta' },
  ROLLING_BACK: { mark: '‹', format: 'red' },
  CANCELLING: { mark: '‹', format: 'yellow' },
  SUCCEEDED: { mark: '✓', format: 'green' },
  FAILED: { mark: '✗', format: 'red' },
  ROLLED_BACK: { mark: '↩', format: 'red' },
  ROLLBACK_FAILED: { mark: '‼', format: ['red', 'bold'] },
  SUPERSEDED: { mark: '»', format: 'gray' },
  CANCELLED: { mark: '✗', format: 'gray' },
  REJECTED: { mark: '✗', format: 'red' },
  STALE: { mark: '»', format: 'gray' },
  EXPIRED: { mark: '✗', format: 'yellow' },
};

/** `✓ SUCCEEDED`, coloured, padded to the longest state. */
export function sayState(state: ReleaseState, width = 0): string {
  const { mark, format } = LOOKS[state];
  return style(format, `${mark} ${state.replace('_', ' ')}`.padEnd(width));
}

export const STATE_WIDTH = 17;

/** What comes from a push may carry control characters: they never reach a terminal. */
export const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
