import type { Mutation } from '../mutation.ts';

const file = 'statemachines/release.asl.json';

/** The order of the steps, and what is caught. */
export const stateMachine: Mutation[] = [
  {
    name: 'promote-at-once',
    bug: 'the stages run at the same time',
    file,
    find: '"MaxConcurrency": 1, "ItemSelector": { "stage"',
    replace: '"MaxConcurrency": 2, "ItemSelector": { "stage"',
  },
  {
    name: 'build-at-each-attempt',
    bug: 'a build whose start was not heard of is started again',
    file,
    find: '"IdempotencyToken": "{% $states.context.Execution.Name %}"',
    replace: '"IdempotencyToken": "{% $uuid() %}"',
  },
  {
    name: 'bake-what-failed',
    bug: 'a deployment that failed or never ends is baked',
    file,
    find: '"Condition": "{% $states.input.result.status = \'settled\' %}", "Next": "Deployed"',
    replace: '"Condition": "{% $states.input.result.status != \'woken\' %}", "Next": "Deployed"',
  },
  {
    name: 'bake-untested',
    bug: 'a stage whose tests fail is baked',
    file,
    find: '"logs": "{% $states.result.Build.Logs.DeepLink %}" }, "Next": "Record tests", "Catch": [ { "ErrorEquals": ["States.ALL"], "Assign": { "failure": "{% $states.errorOutput %}" }, "Next": "Roll back targets"',
    replace:
      '"logs": "{% $states.result.Build.Logs.DeepLink %}" }, "Next": "Record tests", "Catch": [ { "ErrorEquals": ["States.ALL"], "Output": {}, "Next": "Record tests"',
  },
  {
    name: 'skip-the-tests',
    bug: 'the tests of a stage are not run',
    file,
    find: '"Condition": "{% $exists($stage.verify) and $stage.verify.kind = \'project\' %}", "Next": "Run stage tests"',
    replace:
      '"Condition": "{% $exists($stage.verify) and $stage.verify.kind = \'tests\' %}", "Next": "Run stage tests"',
  },
  {
    name: 'take-a-wake-for-a-proof',
    bug: 'a rollback is proved as soon as anything happens to its target',
    file,
    find: '"Output": { "target": "{% $states.input.target %}", "look": "{% $states.input.look %}" }, "Next": "Await rollback"',
    replace:
      '"Output": { "target": "{% $states.input.target %}", "result": { "reason": "it moved" } }, "Next": "Rollback proved"',
  },
  {
    name: 'call-unproved-proved',
    bug: 'a rollback that was not proved is reported as proved',
    file,
    find: '"result": "failed", "reason": "{% $states.input.reason %}"',
    replace: '"result": "proved", "reason": "{% $states.input.reason %}"',
  },
  {
    name: 'wait-for-events-alone',
    bug: 'the bake is looked at only when an event comes',
    file,
    find: '"TimeoutSeconds": "{% $max([1, $min([$states.input.look.after, $states.input.due > $millis() ? $ceil(($states.input.due - $millis()) / 1000) : $states.input.look.after])]) %}"',
    replace: '"TimeoutSeconds": 604800',
  },
  {
    name: 'end-without-a-way-back',
    bug: 'a bake that breaks off ends the release without a rollback',
    file,
    find: '"Next": "Bake" }, { "ErrorEquals": ["States.ALL"], "Assign": { "failure": "{% $states.errorOutput %}" }, "Next": "Roll back targets"',
    replace:
      '"Next": "Bake" }, { "ErrorEquals": ["States.ALL"], "Output": { "error": "Failed", "reason": "it broke off" }, "Next": "Turned around"',
  },
];
