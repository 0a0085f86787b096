import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layOut } from '#local/console/execution/lay-out.ts';
import type { PlacedState } from '#local/console/execution/layout.ts';
import type { MachineDefinition } from '#local/console/execution/machine-definition.ts';
import { machineGraph } from '#local/console/execution/machine-graph.ts';
import { insideOf, statesOf } from '#local/console/execution/states-of.ts';
import { releaseMachine } from '../recorded-release.ts';

const product = readFileSync(new URL('../../../../statemachines/release.asl.json', import.meta.url), 'utf8');

describe.each([
  ['a machine like a release', releaseMachine()],
  ['the product`s own machine as it is now', JSON.parse(product) as MachineDefinition],
])('layOut of %s', (_, MACHINE) => {
  const layout = layOut(machineGraph(MACHINE));
  const placed = (name: string): PlacedState => {
    const found = layout.states.find((state) => state.name === name);
    if (!found) throw new Error(`${name} is not placed.`);
    return found;
  };

  it('places every state once', () => {
    const names = statesOf(MACHINE).map(([name]) => name);
    expect(layout.states.map((state) => state.name).sort()).toEqual(names.sort());
  });

  it('keeps what is within a Map inside its box', () => {
    for (const [name, state] of statesOf(MACHINE)) {
      const box = placed(name);
      for (const inner of insideOf(state)
        .flatMap((machine) => Object.keys(machine.States))
        .map(placed)) {
        expect(inner.x, inner.name).toBeGreaterThan(box.x);
        expect(inner.y, inner.name).toBeGreaterThan(box.y);
        expect(inner.x + inner.width, inner.name).toBeLessThan(box.x + box.width);
        expect(inner.y + inner.height, inner.name).toBeLessThan(box.y + box.height);
      }
    }
  });

  it('lets no two states overlap but a Map and what is within it', () => {
    const leaves = layout.states.filter((state) => !state.isContainer);
    const overlapping = leaves.flatMap((a, i) =>
      leaves
        .slice(i + 1)
        .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
        .map((b) => `${a.name} / ${b.name}`),
    );
    expect(overlapping).toEqual([]);
  });

  it('places a state below the one that leads to it', () => {
    const names = statesOf(MACHINE).map(([name]) => name);
    const straight = layout.edges.filter(
      (e) => e.kind === 'next' && !e.isAside && names.includes(e.from) && names.includes(e.to),
    );
    expect(straight.length).toBeGreaterThan(5);
    for (const { from, to } of straight) expect(placed(to).y, to).toBeGreaterThan(placed(from).y);
  });
});

describe('machineGraph', () => {
  const graph = machineGraph({
    StartAt: 'C',
    States: {
      C: {
        Type: 'Choice',
        Choices: [
          { Condition: "{% $states.input.result.status = 'woken' %}", Next: 'T' },
          { Condition: '{% $exists($stage.verify) and $stage.verify.kind = "http" and true %}', Next: 'F' },
        ],
        Default: 'F',
      },
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Next: 'C',
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'T' }],
      },
      F: { Type: 'Fail' },
    },
  });

  it('labels a choice when its condition is short', () => {
    const labels = graph.edges.filter((edge) => edge.from === 'C').map(({ to, label }) => [to, label]);
    expect(labels).toEqual([
      ['T', 'status = woken'],
      ['F', undefined],
    ]);
  });

  it('marks a state that catches into itself instead of drawing the loop', () => {
    expect(graph.states.find((state) => state.name === 'T')).toMatchObject({ repeats: true, what: 'Lambda · waits' });
    expect(graph.edges.some((edge) => edge.from === edge.to)).toBe(false);
  });
});
