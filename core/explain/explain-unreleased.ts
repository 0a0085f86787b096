import { branchOf } from '../intake/push.ts';
import { sayMoment } from '../words/say-time.ts';
import type { ServiceExplanation, Way } from './explanation.ts';
import type { ServiceFacts } from './facts.ts';
import { reasonIgnored } from './reason-ignored.ts';
import { releaseAgain } from './release-again.ts';
import { sayCommand } from './say-command.ts';

type Unreleased = Pick<ServiceExplanation, 'kind' | 'sentence' | 'next'>;

/** What became of a commit that no release of the service has. */
export function explainUnreleased(facts: ServiceFacts, name: string): Unreleased {
  const { service, branch = '', pushes, standing, isHosted } = facts;
  const [push] = [...pushes].sort((a, b) => b.at - a.at);
  if (push) {
    const when = `was pushed to ${branchOf(push.ref)} at ${sayMoment(push.at)}`;
    const why = reasonIgnored(facts) ?? push.message;
    return {
      kind: 'ignored',
      sentence: `${name} ${when} and is no release of ${service}: ${why}`,
      next: afterIgnored(facts, name),
    };
  }
  if (standing === 'tip' || standing === 'yes')
    return {
      kind: 'unreleased',
      sentence: `${name} is on ${branch}, and no release of ${service} has it yet: no push with it has come in`,
      next: [
        { what: 'a webhook that was lost is found within minutes, by comparing the branch with the ledger' },
        releaseAgain(service, name),
      ],
    };
  if (standing === 'gone' && isHosted === true)
    return {
      kind: 'elsewhere',
      sentence: `${name} is not on ${branch}, the branch that ${service} is released from, and was never pushed there`,
      next: [
        {
          what: `merge it into ${branch} and push`,
          command: sayCommand.merge(branch, name),
        },
      ],
    };
  const asked =
    isHosted === false
      ? `and the repository of ${service} does not have it`
      : `and the repository of ${service} could not be asked`;
  return { kind: 'unknown', sentence: `no push of ${name} has come in, ${asked}`, next: [] };
}

function afterIgnored({ service, branch = '', standing, pushes }: ServiceFacts, name: string): Way[] {
  const wasPushedThere = pushes.some(({ ref }) => ref === `refs/heads/${branch}`);
  if (standing === 'gone' || !wasPushedThere)
    return [{ what: `merge it into ${branch}, the branch that ${service} is released from` }];
  return [{ what: `it goes out with the next release of ${service}` }, releaseAgain(service, name)];
}
