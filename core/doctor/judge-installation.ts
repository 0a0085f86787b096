import type { InstallationFacts } from '../ports/checkup.ts';
import { type Finding, judgeAll, unchecked, warning, wrong } from './finding.ts';

/** What a person must put in after the installation, and what does not go before she has. */
export interface GivenSecret {
  name: string;
  /** Half a sentence. */
  without: string;
}

export interface Expected {
  alias: string;
  /** By name: does it call somebody? */
  alarms: Record<string, { pages: boolean; runbook: string }>;
  given: GivenSecret[];
}

const INSTALL_AGAIN = 'install it again: npx cdk deploy --all (docs/install.md)';

/** How much of an installation is there, and at work. Pure. What AWS did not say is `unchecked`, never well. */
export function judgeInstallation(facts: InstallationFacts, expected: Expected): Finding[] {
  return [
    ...judgeFunctions(facts.functions),
    ...judgeAlias(facts.alias, expected.alias),
    ...judgeReaders(facts.readers),
    ...judgeRules(facts.rules),
    ...judgeSecrets(facts.secrets, expected.given),
    ...judgeAlarms(facts.alarms, expected.alarms),
  ];
}

const count = (answers: object): number => Object.keys(answers).length;

const judgeFunctions = (functions: InstallationFacts['functions']): Finding[] =>
  judgeAll('functions', functions, {
    well: `all ${count(functions)} are there`,
    what: 'whether they are there',
    missing: (name) => wrong('functions', `there is no ${name}`, INSTALL_AGAIN),
    right: (name, { state = 'Active', lastUpdate = 'Successful', reason }) =>
      // Inactive is asleep: the next call wakes it.
      state === 'Failed' || lastUpdate === 'Failed'
        ? [
            wrong(
              'functions',
              `${name} is ${state}, its last update ${lastUpdate}${reason ? `: ${reason}` : ''}`,
              INSTALL_AGAIN,
            ),
          ]
        : [],
  });

const judgeAlias = (alias: InstallationFacts['alias'], name: string): Finding[] =>
  judgeAll(
    'state machine',
    { [name]: alias },
    {
      well: `its alias "${name}" is there`,
      what: `whether its alias "${name}" is there`,
      missing: () => wrong('state machine', `it has no alias "${name}", by which releases start`, INSTALL_AGAIN),
      right: () => [],
    },
  );

const ENABLED = new Set(['Enabled', 'Enabling', 'Creating', 'Updating']);

const judgeReaders = (readers: InstallationFacts['readers']): Finding[] =>
  judgeAll('stream', readers, {
    well: `what is written to the ledger reaches ${Object.keys(readers).join(' and ')}`,
    what: 'whether the ledger`s changes reach its functions',
    missing: (name) => wrong('stream', `the ledger's changes do not reach ${name}`, INSTALL_AGAIN),
    right: (name, { state, result }) => [
      ...(ENABLED.has(state)
        ? []
        : [
            wrong(
              'stream',
              `the ledger's changes do not reach ${name}: it is ${state}`,
              'enable its event source mapping in Lambda',
            ),
          ]),
      ...(/^PROBLEM/.test(result)
        ? [
            warning(
              'stream',
              `the last call of ${name} failed: ${result}`,
              `read its log: aws logs tail /aws/lambda/${name} --since 1h`,
            ),
          ]
        : []),
    ],
  });

const judgeRules = (rules: InstallationFacts['rules']): Finding[] =>
  judgeAll('event rules', rules, {
    well: `all ${count(rules)} are enabled`,
    what: 'whether they are enabled',
    missing: (name) => wrong('event rules', `there is no rule ${name}`, INSTALL_AGAIN),
    right: (name, { state }) =>
      state.startsWith('ENABLED')
        ? []
        : [wrong('event rules', `${name} is ${state}`, `enable it: aws events enable-rule --name ${name}`)],
  });

/** A value that was put in keeps the one before beside it; one alone is what the installation made. */
const judgeSecrets = (secrets: InstallationFacts['secrets'], given: GivenSecret[]): Finding[] =>
  judgeAll('secrets', secrets, {
    well: given.length > 0 ? 'they are there, and what a person puts in was put in' : 'they are there',
    what: 'whether they are set',
    missing: (name) => wrong('secrets', `there is no secret ${name}`, INSTALL_AGAIN),
    right: (name, { versions }) =>
      given
        .filter((secret) => secret.name === name && versions < 2)
        .map(({ without }) =>
          warning('secrets', `${name} is as it was installed: ${without}`, 'put it in (docs/install.md)'),
        ),
  });

function judgeAlarms(alarms: InstallationFacts['alarms'], known: Expected['alarms']): Finding[] {
  const answers = Object.values(alarms);
  if (answers.length > 0 && answers.every(({ kind }) => kind === 'missing'))
    return [
      {
        ...unchecked('alarms', 'whether any is red', 'none of them is installed here'),
        remedy: 'nothing on one machine, which has none; in an account install it again: npx cdk deploy --all',
      },
    ];
  const quiet = Object.values(alarms).filter((answer) => answer.kind === 'found' && answer.found.state !== 'ALARM');
  return judgeAll('alarms', alarms, {
    well: `none of the ${quiet.length} is red, also not that of the dead letters`,
    what: 'whether any is red',
    missing: (name) => warning('alarms', `there is no alarm ${name}`, INSTALL_AGAIN),
    right: (name, { state, reason }) => {
      if (state !== 'ALARM') return [];
      const { pages = false, runbook = '' } = known[name] ?? {};
      return [(pages ? wrong : warning)('alarms', `${name} is red: ${reason}`, `follow docs/runbook.md#${runbook}`)];
    },
  });
}
