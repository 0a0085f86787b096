const NEEDED: [RegExp, string][] = [
  [/\/(check-runs|check-suites)$/, 'checks'],
  [/\/(status|statuses(\/[^/]+)?)$/, 'statuses'],
  [/\/deployments(\/.*)?$/, 'deployments'],
  [/\/hooks(\/.*)?$/, 'repository_hooks'],
  [/\/(commits|compare|branches)\//, 'contents'],
];

/** What a token must be allowed for a path of a repository. https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps */
export function neededPermission(method: string, path: string): { name: string; level: 'read' | 'write' } {
  const name = NEEDED.find(([pattern]) => pattern.test(path))?.[1] ?? 'metadata';
  return { name, level: method === 'GET' ? 'read' : 'write' };
}
