import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, in this order: begun last, one of them would go on alone while the other cores have nothing to do. */
const LONG = [
  'test/simulation/exhaustive.test.ts',
  'test/one-machine/kill.test.ts',
  'test/simulation/exhaustive-waiting.test.ts',
  'test/one-machine/release.test.ts',
  'test/one-machine/people.test.ts',
  'test/simulation/simulation.test.ts',
  'test/cli/machine.test.ts',
  'test/one-machine/hosts.test.ts',
  'test/one-machine/reports.test.ts',
  'test/one-machine/checks.test.ts',
  'test/one-machine/images.test.ts',
  'test/local/console/browser.test.ts',
  'test/one-machine/slack.test.ts',
  'test/one-machine/settle.test.ts',
  'test/one-machine/upgrade.test.ts',
  'test/one-machine/seldom.test.ts',
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = LONG.findIndex((file) => moduleId.endsWith(file));
  return rank < 0 ? LONG.length : rank;
};

/** The order of the test files; it says nothing about what they may rely on: each stands alone. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => rankOf(one) - rankOf(other));
  }
}
