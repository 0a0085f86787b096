import { userInfo } from 'node:os';
import { pathToFileURL } from 'node:url';
import { git } from './git.mjs';

/** A repository, as every payload of a webhook has it. */
export function repositoryOf(bareDirectory, { id, fullName, githubUrl }) {
  const [owner, name] = fullName.split('/');
  const branch = git(bareDirectory, ['symbolic-ref', '--short', 'HEAD']).trim();
  return {
    id,
    node_id: nodeId('R', id),
    name,
    full_name: fullName,
    private: true,
    owner: { ...person(owner, githubUrl), name: owner, email: `${owner}@localhost` },
    html_url: `${githubUrl}/${fullName}`,
    url: `${githubUrl}/repos/${fullName}`,
    clone_url: pathToFileURL(bareDirectory).href,
    description: null,
    fork: false,
    archived: false,
    default_branch: branch,
    master_branch: branch,
  };
}

export const person = (login, githubUrl) => ({
  login,
  id: 1,
  node_id: nodeId('U', 1),
  type: 'User',
  site_admin: false,
  html_url: `${githubUrl}/${encodeURIComponent(login)}`,
});

const nodeId = (kind, id) => `${kind}_${Buffer.from(String(id)).toString('base64url')}`;

/** Who did it: on one machine that is whoever runs programs on it. */
export function userName() {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
