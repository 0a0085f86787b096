import type { Executions } from '#core/ports/executions.ts';

export interface MemoryExecutions extends Executions {
  /** Name and input of every execution, in the order in which they began. */
  started(): { name: string; input: Record<string, unknown> }[];
}

/** Executions of one state machine in memory: their names are taken for ever. */
export function memoryExecutions(): MemoryExecutions {
  const inputs = new Map<string, string>();
  return {
    async start(name, values) {
      const input = JSON.stringify(values);
      const known = inputs.get(name);
      if (known !== undefined && known !== input)
        throw new Error(`The execution ${name} exists already with another input.`);
      inputs.set(name, input);
      return `arn:aws:states:us-east-1:000000000000:execution:release:${name}`;
    },
    started: () => [...inputs].map(([name, input]) => ({ name, input: JSON.parse(input) })),
  };
}
