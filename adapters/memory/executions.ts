import type { WatchedExecutions } from '#core/ports/executions.ts';

export interface MemoryExecutions extends WatchedExecutions {
  /** Name and input of every execution, in the order in which they began. */
  started(): { name: string; input: Record<string, unknown> }[];
  /** The execution ends; its release is told nothing. */
  end(name: string, status: string, cause?: string): void;
}

/** Executions of one state machine in memory: their names are taken for ever. */
export function memoryExecutions(): MemoryExecutions {
  const inputs = new Map<string, string>();
  const ends = new Map<string, { status: string; cause: string }>();
  return {
    async start(name, values) {
      const input = JSON.stringify(values);
      const known = inputs.get(name);
      if (known !== undefined && known !== input)
        throw new Error(`The execution ${name} exists already with another input.`);
      inputs.set(name, input);
      return `arn:aws:states:us-east-1:000000000000:execution:release:${name}`;
    },
    async read(name) {
      const ended = ends.get(name);
      if (ended) return { isAlive: false, ...ended };
      return inputs.has(name) ? { isAlive: true, status: 'RUNNING', cause: '' } : undefined;
    },
    end: (name, status, cause = '') => void ends.set(name, { status, cause }),
    started: () => [...inputs].map(([name, input]) => ({ name, input: JSON.parse(input) })),
  };
}
