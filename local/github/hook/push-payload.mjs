import { gitMaybe } from './git.mjs';
import { describeCommits, pushedCommits } from './pushed-commits.mjs';
import { person, repositoryOf, userName } from './repository-payload.mjs';

const NOTHING = '0'.repeat(40);

/**
 * The body of GitHub's `push` webhook for one updated ref.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
 */
export function pushPayload(bareDirectory, settings, { before, after, ref }) {
  const created = before === NOTHING;
  const deleted = after === NOTHING;
  const repository = repositoryOf(bareDirectory, settings);
  const commit = deleted ? undefined : commitOf(bareDirectory, after);
  const earlier = created ? undefined : commitOf(bareDirectory, before);
  const update = { before: earlier, after: commit, ref };
  return {
    ref,
    before,
    after,
    created,
    deleted,
    forced: isForced(bareDirectory, earlier, commit),
    base_ref: null,
    compare: compareUrl(repository.html_url, { before, after, ref, created, deleted }),
    commits: commit ? pushedCommits(bareDirectory, update, repository.html_url) : [],
    head_commit: commit ? describeCommits(bareDirectory, [commit], repository.html_url)[0] : null,
    repository,
    pusher: { name: userName(), email: `${userName()}@localhost` },
    sender: person(userName(), settings.githubUrl),
  };
}

/** A tag may stand for a tree or a file: then there is no commit. */
export function commitOf(bareDirectory, hash) {
  return gitMaybe(bareDirectory, ['rev-parse', '--verify', '--quiet', `${hash}^{commit}`])?.trim();
}

function isForced(bareDirectory, before, after) {
  if (before === undefined || after === undefined) return false;
  return gitMaybe(bareDirectory, ['merge-base', '--is-ancestor', before, after]) === undefined;
}

function compareUrl(htmlUrl, { before, after, ref, created, deleted }) {
  const name = ref
    .replace(/^refs\/(heads|tags)\//, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  if (created) return `${htmlUrl}/compare/${name}`;
  return `${htmlUrl}/compare/${before.slice(0, 12)}...${deleted ? NOTHING.slice(0, 12) : after.slice(0, 12)}`;
}
