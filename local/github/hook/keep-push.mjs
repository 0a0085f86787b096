import { bitbucketPush } from '../../bitbucket/push-payload.mjs';
import { gitlabPush } from '../../gitlab/push-payload.mjs';
import { keepDelivery } from './keep-delivery.mjs';
import { pushPayload } from './push-payload.mjs';

/** GitHub tells nobody of tags when more than three come in one push. */
const MOST_TAGS = 3;
/** GitLab tells nobody of anything when more than three branches do (`push_event_hooks_limit`). */
const MOST_BRANCHES = 3;

const isBranch = ({ ref }) => ref.startsWith('refs/heads/');
const isTag = ({ ref }) => ref.startsWith('refs/tags/');

/** What a push of several refs becomes: the deliveries, each with the updates that it tells of. */
const TOLD = {
  github(updates) {
    const tags = updates.filter(isTag);
    return [...updates.filter(isBranch), ...(tags.length > MOST_TAGS ? [] : tags)].map((update) => [update]);
  },
  gitlab(updates) {
    const branches = updates.filter(isBranch);
    return branches.length > MOST_BRANCHES ? [] : branches.map((update) => [update]);
  },
  bitbucket: (updates) =>
    [updates.filter((update) => isBranch(update) || isTag(update))].filter((all) => all.length > 0),
};

const WORDED = {
  github: (bareDirectory, settings, [update]) => ({ payload: pushPayload(bareDirectory, settings, update) }),
  gitlab: (bareDirectory, settings, [update]) => gitlabPush(bareDirectory, settings, update),
  bitbucket: bitbucketPush,
};

/**
 * Keeps a delivery for each thing that the host tells of, before anybody is told. Undefined stands for what it would not send.
 */
export function keepPushes(bareDirectory, settings, updates) {
  return TOLD[settings.host ?? 'github'](updates).map((told, index) => keepPush(bareDirectory, settings, told, index));
}

function keepPush(bareDirectory, settings, updates, index) {
  const worded = WORDED[settings.host ?? 'github'](bareDirectory, settings, updates);
  return keepDelivery(bareDirectory, settings, { event: 'push', index, updates, ...worded });
}
