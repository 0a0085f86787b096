import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { pathToFileURL } from 'node:url';
import { commitOf } from '../github/hook/push-payload.mjs';
import { pushedCommits } from '../github/hook/pushed-commits.mjs';

const NOTHING = '0'.repeat(40);
const MOST_COMMITS = 20;

/**
 * GitLab's push webhook for one updated branch: its body and its headers.
 * https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events
 */
export function gitlabPush(bareDirectory, { id, fullName, githubUrl }, { before, after, ref }) {
  const commit = after === NOTHING ? undefined : commitOf(bareDirectory, after);
  const earlier = before === NOTHING ? undefined : commitOf(bareDirectory, before);
  const url = `${githubUrl}/${fullName}`;
  const commits = commit ? pushedCommits(bareDirectory, { before: earlier, after: commit, ref }, `${url}/-`) : [];
  const { username } = userInfo();
  const payload = {
    object_kind: 'push',
    event_name: 'push',
    before,
    after,
    ref,
    ref_protected: true,
    checkout_sha: commit ?? null,
    message: null,
    user_id: 1,
    user_name: username,
    user_username: username,
    user_email: `${username}@localhost`,
    project_id: id,
    project: {
      id,
      name: fullName.split('/').at(-1),
      web_url: url,
      git_http_url: pathToFileURL(bareDirectory).href,
      namespace: fullName.split('/').slice(0, -1).join('/'),
      path_with_namespace: fullName,
      default_branch: 'main',
    },
    // GitLab gives a message as it is, with the line end at its end.
    commits: commits
      .slice(-MOST_COMMITS)
      .map(({ id: sha, message, timestamp, url: page, author, added, modified, removed }) => ({
        id: sha,
        message: `${message}\n`,
        title: message.split('\n')[0],
        timestamp,
        url: page,
        author: { name: author.name, email: author.email },
        added,
        modified,
        removed,
      })),
    total_commits_count: commits.length,
    push_options: {},
  };
  const headers = (guid) => ({
    'User-Agent': 'GitLab/18.0.0',
    'X-Gitlab-Event': 'Push Hook',
    'X-Gitlab-Webhook-UUID': randomUUID(),
    'X-Gitlab-Event-UUID': randomUUID(),
    'X-Gitlab-Instance': githubUrl,
    'Idempotency-Key': guid,
  });
  return { payload, headers };
}
