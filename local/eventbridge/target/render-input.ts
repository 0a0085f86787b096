import type { Target } from '@aws-sdk/client-eventbridge';
import type { EventEnvelope } from '../event-envelope.ts';
import { readPath } from './json-path.ts';
import { renderTemplate } from './render-template.ts';

/** What the target receives for an event (JSON): the event, a constant, a part of it, or a template filled from it. */
export function renderInput(target: Target, event: EventEnvelope, rule: { name: string; arn: string }): unknown {
  if (target.Input !== undefined) return JSON.parse(target.Input);
  if (target.InputPath !== undefined) return readPath(event, target.InputPath) ?? {};
  const { InputTemplate: template, InputPathsMap: paths = {} } = target.InputTransformer ?? {};
  if (template === undefined) return event;
  const own = Object.entries(paths).map(([name, path]) => [name, readPath(event, path)] as const);
  const reserved: [string, unknown][] = [
    ['aws.events.rule-arn', rule.arn],
    ['aws.events.rule-name', rule.name],
    ['aws.events.event.ingestion-time', event.time],
    ['aws.events.event', event],
    ['aws.events.event.json', event],
  ];
  return JSON.parse(renderTemplate(template, new Map([...own, ...reserved])));
}
