const FORMS = [
  // git@github.com:owner/name.git
  /^(?:[\w.-]+@)(?<host>[\w.-]+):(?<name>[\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/,
  // https://github.com/owner/name, ssh://git@github.com:22/owner/name.git
  /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?(?<host>[\w.-]+)(?::\d+)?\/(?<name>[\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/,
];

/** Host and `owner/name` out of the address of a git remote; undefined for a directory, and for what is neither. */
export function parseRemote(url: string): { host: string; name: string } | undefined {
  for (const form of FORMS) {
    const { host, name } = form.exec(url.trim())?.groups ?? {};
    if (host !== undefined && name !== undefined) return { host, name };
  }
  return undefined;
}
