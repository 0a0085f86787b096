const REASON = '--reason "..."';

/** Command lines that a person can paste and complete. A release's name has a character that shells know, so it is quoted. */
export const sayCommand = {
  deploy: (service: string, sha: string): string => `npx bakewatch deploy ${sha} --service ${service} ${REASON}`,
  approve: (release: string, stage: string): string => `npx bakewatch approve '${release}' ${stage} ${REASON}`,
  resume: (service: string, stage: string): string => `npx bakewatch resume ${service} ${stage} ${REASON}`,
  fixForward: (service: string, stage: string): string => `npx bakewatch fix-forward ${service} ${stage} ${REASON}`,
  adopt: (service: string, stage: string, revisions: string[]): string =>
    ['npx bakewatch adopt', service, stage, ...new Set(revisions), REASON].join(' '),
  emergency: (release: string): string => `npx bakewatch emergency '${release}' ${REASON}`,
  pardon: (service: string, sha: string): string => `npx bakewatch pardon ${service} ${sha} ${REASON}`,
  /** `what` as the blocker says it: `everything`, `hello`, `hello production`, `production of every service`. */
  unfreeze: (what: string): string => {
    const stage = / of every service$/.test(what) ? what.split(' ')[0] : undefined;
    const scope = stage ? ['--stage', stage] : what === 'everything' ? [] : [what];
    return ['npx bakewatch unfreeze', ...scope, REASON].join(' ');
  },
  putBack: (branch: string, sha: string): string =>
    `git checkout ${quoted(branch)} && git cherry-pick ${sha} && git push origin ${quoted(branch)}`,
  merge: (branch: string, sha: string): string =>
    `git checkout ${quoted(branch)} && git merge ${sha} && git push origin ${quoted(branch)}`,
} as const;

/** A branch may be called anything, also what a shell would run. */
const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
