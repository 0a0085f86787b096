const TIMES = 8;

/** CPU time in ms of the quickest of three runs: the others were disturbed. */
function cost(run: () => void): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const started = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1_000;
    }),
  );
}

/**
 * Does the time of `run` grow in proportion to the size, or nearly so? Eight times the size may cost four times eight times
 * the time, as machines are busy; what compares each part with each costs sixty-four times it. Below 25 ms all is noise.
 */
export function growsInProportion(size: number, run: (size: number) => void): boolean {
  run(size);
  const [small, large] = [cost(() => run(size)), cost(() => run(size * TIMES))];
  return large <= Math.max(25, small * TIMES * 4);
}
