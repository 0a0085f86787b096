import type { Mutation } from '../mutation.ts';

const JUDGE = 'core/deployment/judge-deployment.ts';
const START = 'functions/start-deployment/start-deployment.ts';
const AWAIT = 'functions/await-deployment/await-deployment.ts';

/** How a revision gets onto a target, once. */
export const deployment: Mutation[] = [
  {
    name: 'wait-for-ecs-for-ever',
    bug: 'a deployment has no deadline',
    file: JUDGE,
    find: 'if (now >= expected.deadline)',
    replace: 'if (now >= Number.MAX_SAFE_INTEGER)',
  },
  {
    name: 'count-the-deadline-anew',
    bug: 'the deadline of a deployment is counted from each look',
    file: AWAIT,
    find: 'deadline: intent.intentAt + input.withinMs,',
    replace: 'deadline: now() + input.withinMs,',
  },
  {
    name: 'deploy-the-tag',
    bug: 'a tag is deployed instead of the digest that was tested',
    file: START,
    find: 'ports.fleet.register(target, from, image, release)',
    replace: "ports.fleet.register(target, from, image.replace(/@.*$/, ':latest'), release)",
  },
  {
    name: 'deploy-before-the-intent',
    bug: 'ECS is asked before the intent is in the ledger',
    file: START,
    find: 'await ports.table.write([create(keyOf(input), intent)]);',
    replace:
      'await ports.fleet.deploy(target, taskDefinition);\n  await ports.table.write([create(keyOf(input), intent)]);',
  },
  {
    name: 'prefer-ones-own-intent',
    bug: 'of two attempts at once the second deploys a revision of its own',
    file: START,
    find: 'return (await readIntent(ports.table, input)) as Stored<DeploymentRecord>;',
    replace: 'return intent;',
  },
  {
    name: 'register-at-each-attempt',
    bug: 'an attempt does not look for the intent of the one before, and deploys another revision',
    file: START,
    find: '(await readIntent(ports.table, input)) ?? (await recordIntent(ports, input, view, from));',
    replace:
      'await recordIntent(ports, input, view, from).then(async (intent) => ({ ...intent, requestedAt: undefined, taskDefinition: await ports.fleet.register(input.target, from, input.image, input.release) }));',
  },
  {
    name: 'deploy-at-each-attempt',
    bug: 'ECS is asked again for what it may have turned around meanwhile',
    file: START,
    find: 'if (!isUnderWay(intent, view)) {\n    refuseForeign(input.target, view, intent.from);',
    replace: 'if (intent) {',
  },
  {
    name: 'overwrite-a-stranger',
    bug: 'a revision that somebody deployed by hand meanwhile is overwritten',
    file: START,
    find: 'if (primary === expected) return;',
    replace: 'if (primary) return;',
  },
  {
    name: 'deploy-while-turning-around',
    bug: 'a target is deployed to although its sibling turns the stage around',
    file: START,
    find: 'if (run?.rollback)',
    replace: 'if (false)',
  },
  {
    name: 'believe-the-registry',
    bug: 'nobody asks whether the registry has the image that a build exported',
    file: 'functions/record-artifact/record-artifact.ts',
    find: 'const image = await ports.registry.find(build.image, digest);',
    replace: "const image = [build.image, digest].join('@');",
  },
  {
    name: 'reuse-the-last-artifact',
    bug: 'what was built before is looked up by service, not by commit',
    file: 'core/ledger/keys.ts',
    find: 'artifact: (service: string, sha: string): Key => ({ pk: servicePartition(service), sk: `',
    replace:
      "artifact: (service: string, _sha: string, sha = 'latest'): Key => ({ pk: servicePartition(service), sk: `",
  },
];
