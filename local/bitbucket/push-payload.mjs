import { userInfo } from 'node:os';
import { gitMaybe } from '../github/hook/git.mjs';
import { commitOf } from '../github/hook/push-payload.mjs';
import { describeCommits, pushedCommits } from '../github/hook/pushed-commits.mjs';

const NOTHING = '0'.repeat(40);
const MOST_COMMITS = 5;
/** Whoever runs git on this machine. */
const USER = '{00000000-0000-4000-8000-000000000001}';

/**
 * Bitbucket Cloud's push webhook for all refs that one push has moved: its body and its headers.
 * https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Push
 */
export function bitbucketPush(bareDirectory, { id, fullName, githubUrl }, updates) {
  const [workspace, slug] = fullName.split('/');
  const url = `${githubUrl}/${fullName}`;
  const { username } = userInfo();
  const payload = {
    actor: { type: 'user', uuid: USER, account_id: '000000:local', nickname: username, display_name: username },
    repository: {
      type: 'repository',
      uuid: id,
      name: slug,
      full_name: fullName,
      workspace: { type: 'workspace', slug: workspace },
      is_private: true,
      scm: 'git',
      links: { html: { href: url } },
    },
    push: { changes: updates.map((update) => changeOf(bareDirectory, url, update)) },
  };
  const headers = (guid) => ({
    'User-Agent': 'Bitbucket-Webhooks/2.0',
    'X-Event-Key': 'repo:push',
    'X-Hook-UUID': id.slice(1, -1),
    'X-Request-UUID': guid,
    'X-Attempt-Number': '1',
  });
  return { payload, headers };
}

function changeOf(bareDirectory, url, { before, after, ref }) {
  const old = before === NOTHING ? null : refOf(bareDirectory, url, ref, before);
  const now = after === NOTHING ? null : refOf(bareDirectory, url, ref, after);
  const commits = now
    ? pushedCommits(bareDirectory, { before: old?.target.hash, after: now.target.hash, ref }, url).reverse()
    : [];
  return {
    old,
    new: now,
    created: old === null,
    closed: now === null,
    forced: old !== null && now !== null && !isAncestor(bareDirectory, old.target.hash, now.target.hash),
    commits: commits.slice(0, MOST_COMMITS).map((commit) => shown(commit, url)),
    truncated: commits.length > MOST_COMMITS,
  };
}

const isAncestor = (bareDirectory, before, after) =>
  gitMaybe(bareDirectory, ['merge-base', '--is-ancestor', before, after]) !== undefined;

function refOf(bareDirectory, url, ref, hash) {
  const type = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
  const [commit] = describeCommits(bareDirectory, [commitOf(bareDirectory, hash)], url);
  return { type, name: ref.replace(/^refs\/(heads|tags)\//, ''), target: shown(commit, url) };
}

/** Bitbucket gives a message as it is, with the line end at its end. */
const shown = ({ id, message, timestamp, author }, url) => ({
  type: 'commit',
  hash: id,
  message: `${message}\n`,
  date: timestamp,
  author: { type: 'author', raw: `${author.name} <${author.email}>` },
  links: { html: { href: `${url}/commits/${id}` } },
});
