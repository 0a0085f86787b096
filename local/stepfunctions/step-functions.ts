import { createHash, randomUUID } from 'node:crypto';
import * as sfn from '@aws-sdk/client-sfn';
import type { Emit } from '#local/eventbridge/aws-event.ts';
import type { HttpService } from '#local/http/http-service.ts';
import { jsonService } from '#local/http/json-service.ts';
import type { Clock } from '#local/time/clock.ts';
import { describeOperations } from './api/describe-executions.ts';
import { executionOperations } from './api/executions.ts';
import { historyOperations } from './api/history.ts';
import { stateMachineOperations } from './api/state-machines.ts';
import { taskTokenOperations } from './api/task-tokens.ts';
import { versionOperations } from './api/versions.ts';
import { createEngine } from './engine/engine.ts';
import type { Integrations } from './integration.ts';
import { type CompileOptions, compileDefinition } from './language/compile-definition.ts';
import type { Definition } from './language/definition.ts';
import { diagnose } from './language/diagnose.ts';
import { fraction, type Sources } from './language/extra-functions.ts';
import { openStore } from './store/store.ts';

export interface StepFunctionsOptions {
  /** Folder of the durable state, or `:memory:`. */
  dir: string;
  clock: Clock;
  emit: Emit;
  integrations: Integrations;
  /** Unique texts: execution names, tokens, `$uuid()`; chance is drawn from them too. Random UUIDs by default. */
  ids?: () => string;
}

export interface StepFunctions {
  service: HttpService;
  /** Takes up everything that was running, and arms its timers. */
  start(): void;
  /** Stops everything. Nothing is lost: the next start takes it up again. */
  close(): Promise<void>;
  /** Resolves when nothing can proceed without time or an outside answer: for tests with a manual clock. */
  idle(): Promise<void>;
}

/** A durable Amazon Step Functions for Standard workflows in JSONata, speaking AWS's own API. */
export function createStepFunctions(options: StepFunctionsOptions): StepFunctions {
  const { dir, clock, emit, integrations, ids = randomUUID } = options;
  const store = openStore(dir);
  const sources = sourcesOf(clock, ids);
  const compileOptions = { sources, knowsResource: (resource: string) => Object.hasOwn(integrations, resource) };
  const definitionOf = definitionCache(compileOptions, store.definitions.get);
  const engine = createEngine({ store, clock, emit, integrations, sources, definitionOf });
  const context = {
    store,
    engine,
    clock,
    ids,
    definitionOf,
    diagnose: (text: string) => diagnose(text, compileOptions),
  };
  const service = jsonService({
    name: 'states',
    target: 'AWSStepFunctions',
    sdk: sfn,
    operations: {
      ...stateMachineOperations(context),
      ...versionOperations(context),
      ...executionOperations(context),
      ...describeOperations(context),
      ...historyOperations(context),
      ...taskTokenOperations(context),
    },
  });
  const close = async (): Promise<void> => {
    await engine.close();
    store.close();
  };
  return { service, start: engine.start, close, idle: engine.idle };
}

function sourcesOf(clock: Clock, ids: () => string): Sources {
  return { now: clock.now, uuid: ids, random: () => fraction(createHash('sha256').update(ids()).digest()) };
}

/** Each definition is compiled once. What is stored has been checked, so mistakes are not looked for again. */
function definitionCache(options: CompileOptions, textOf: (hash: string) => string): (hash: string) => Definition {
  const compiled = new Map<string, Definition>();
  return (hash) => {
    const known = compiled.get(hash);
    if (known) return known;
    const definition = compileDefinition(JSON.parse(textOf(hash)), options, () => undefined);
    compiled.set(hash, definition);
    return definition;
  };
}
