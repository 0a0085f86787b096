import { Took } from '../parts/time.tsx';
import type { Step, StepGroup } from './progress-of.ts';

/** The way of a release: its steps from left to right, those of a stage together. */
export const Progress = ({ groups }: { groups: StepGroup[] }) => (
  <ol class="progress" aria-label="Progress">
    {groups.map(({ stage, steps }) => (
      <li class="progress-group" key={stage ?? ''}>
        <span class="progress-stage">{stage ?? 'artifact'}</span>
        <ol>
          {steps.map((step) => (
            <StepMark key={step.name} step={step} />
          ))}
        </ol>
      </li>
    ))}
  </ol>
);

const SIGNS: Record<Step['status'], string> = { 'to come': '', active: '', done: '✓', failed: '✕', skipped: '–' };

function StepMark({ step: { name, status, startedAt, endedAt } }: { step: Step }) {
  return (
    <li
      class={`step step-${status.replace(' ', '-')}`}
      {...(status === 'active' ? { 'aria-current': 'step' as const } : {})}
    >
      <span class="step-sign" aria-hidden="true">
        {SIGNS[status]}
      </span>
      <span class="step-name">
        {name}
        <span class="sr-only">, {status}</span>
      </span>
      <span class="step-time">
        {startedAt === undefined || endedAt === startedAt ? ' ' : <Took from={startedAt} to={endedAt} />}
      </span>
    </li>
  );
}
