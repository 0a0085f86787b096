import type { ServiceConfig } from '../config/schema.ts';
import type { Quarantine } from '../ledger/items.ts';
import { isTerminal, type Release, releaseId, shortSha } from '../release/release.ts';
import type { Judged } from './judged.ts';

export interface DeployAsked {
  service: string;
  /** 40 hex digits. */
  sha: string;
  config: Pick<ServiceConfig, 'senders' | 'may'>;
  /** The service's newest releases, newest first. */
  recent: Release[];
  quarantine: Quarantine | undefined;
}

/** `model`: an earlier release of the same commit, by which its author and its push are known. */
export interface Deployable {
  model: Release | undefined;
}

/**
 * May a commit be released without a push? Whether it is on the branch, and older than what is there already, only the repository
 * knows: it is asked before anything is built (prepare-release), as of every release of which that is not known.
 */
export function judgeDeploy({ service, sha, config, recent, quarantine }: DeployAsked): Judged<Deployable> {
  if (config.senders && !config.may?.deploy && !config.may?.everything)
    return {
      refused: `only listed senders may release ${service}, and who may do so without a push is not said: name them in \`may: deploy\``,
    };
  if (quarantine)
    return {
      refused: `commit ${shortSha(sha)} is quarantined since ${service}#${quarantine.release} (${quarantine.reason}): mend it, or let it pass with \`bakewatch pardon ${service} ${shortSha(sha)}\` first`,
    };
  const same = recent.filter((release) => release.sha === sha && !release.turnsBack);
  const live = same.find(({ state }) => !isTerminal(state));
  if (live)
    return {
      refused: `${releaseId(live)} is on its way with this commit already: it is ${live.state.replace('_', ' ')}${live.stage ? ` in ${live.stage}` : ''}`,
    };
  return { effect: { model: same[0] } };
}
