/** Somebody's CI: reports about commits of a repository, as GitHub's REST API takes it. Rejects when it was not taken. */
export function reporter(githubUrl: string, fullName: string) {
  const send = async (method: 'POST' | 'PATCH', path: string, body: object): Promise<{ id: number }> => {
    const response = await fetch(`${githubUrl}/repos/${fullName}/${path}`, { method, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as { id: number };
  };
  return {
    status: (sha: string, status: object) => send('POST', `statuses/${sha}`, status),
    run: (sha: string, run: object) => send('POST', 'check-runs', { head_sha: sha, ...run }),
    changeRun: (id: number, change: object) => send('PATCH', `check-runs/${id}`, change),
  };
}
