import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDeadLetters } from '#local/sqs/create-dead-letters.ts';

const message = (id: string) => ({ id, body: '{}', attributes: { ERROR_CODE: 'NO_RESOURCE' } });

it('a dead-letter queue keeps each message once, in order, over a restart, under its name and its ARN', () => {
  const dir = mkdtempSync(join(tmpdir(), 'dead-letters-'));
  try {
    const first = createDeadLetters({ dir });
    first.send('arn:aws:sqs:us-east-1:000000000000:dead', message('b'));
    first.send('dead', message('a'));
    first.send('dead', message('b'));
    first.send('other', message('b'));
    first.close();
    const second = createDeadLetters({ dir });
    expect(second.list('arn:aws:sqs:us-east-1:000000000000:dead')).toEqual([message('b'), message('a')]);
    expect(second.list('other')).toHaveLength(1);
    expect(second.list('none')).toEqual([]);
    second.close();
  } finally {
    rmSync(dir, { recursive: true });
  }
});
