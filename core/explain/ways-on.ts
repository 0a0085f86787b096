import { branchOf } from '../intake/push.ts';
import type { Release } from '../release/release.ts';
import type { Way } from './explanation.ts';
import type { ServiceFacts } from './facts.ts';
import { releaseAgain } from './release-again.ts';
import { sayCommand } from './say-command.ts';

/** What a person does about a release that has ended short of the last stage, and that no other release carries on. */
export function waysOn(release: Release, facts: ServiceFacts): Way[] {
  const { service, stages, quarantine, standing } = facts;
  const branch = facts.branch ?? branchOf(release.ref);
  const hold = stages.find(({ name }) => name === release.stage)?.environment?.hold;
  const lift: Way[] =
    hold && release.stage
      ? [
          {
            what: `${release.stage} is held (${hold.reason}): somebody lifts it`,
            command: sayCommand.resume(service, release.stage),
          },
        ]
      : [];
  if (quarantine) return [...mending(branch, service, quarantine.sha), ...lift];
  if (standing === 'gone' || release.state === 'STALE') return [...puttingBack(branch, release.sha), ...lift];
  switch (release.state) {
    case 'SUCCEEDED':
    case 'SUPERSEDED':
    case 'CANCELLED':
    case 'EXPIRED':
    case 'REJECTED':
      return [...lift, releaseAgain(service, release.sha)];
    case 'ROLLBACK_FAILED':
      return [{ what: `look at ${release.stage ?? service} first: nobody knows what runs there` }, ...lift];
    default:
      return [{ what: `push a commit to ${branch} that mends it` }, ...lift];
  }
}

const puttingBack = (branch: string, sha: string): Way[] => [
  {
    what: `bring the commit back to ${branch}, where it is no longer`,
    command: sayCommand.putBack(branch, sha),
  },
];

const mending = (branch: string, service: string, sha: string): Way[] => [
  { what: `push a commit to ${branch} that mends it: this one is quarantined` },
  { what: 'or let the quarantined commit pass, and release it again', command: sayCommand.pardon(service, sha) },
];
