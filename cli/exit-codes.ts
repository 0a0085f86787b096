/** What `bakewatch` ends with; documented in its help and in README.md. */
export const EXIT = {
  /** It did what was asked. */
  done: 0,
  /** What was asked for turned out otherwise: a release that failed, a demo that did not hold, a configuration that AWS lacks something for. */
  otherwise: 1,
  /** The call was wrong: unknown option, mistake in the configuration, nothing of that name. */
  usage: 2,
  /** Bakewatch could not be reached or could not start. */
  unreachable: 3,
  /** Ctrl-C, before it was over: as shells have it. */
  interrupted: 130,
} as const;
