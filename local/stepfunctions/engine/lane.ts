/** Steps after which a busy execution lets others and the outside have a turn. */
const STEPS_PER_BREATH = 256;

/** One thing at a time: changes from outside in the order they came, and between them steps, as long as there are any. */
export interface Lane {
  /** Runs `change` alone; at once when nothing else runs. */
  submit<T>(change: () => T): Promise<T>;
  /** Says that there may be a step to make. */
  wake(): void;
  /** Resolves when nothing is running; undefined when nothing is. */
  busy(): Promise<void> | undefined;
}

/** `step` makes one step and says whether there was one to make. It must not reject. */
export function createLane(step: () => Promise<boolean>): Lane {
  const inbox: (() => void)[] = [];
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    for (let steps = 1; ; steps += 1) {
      for (let job = inbox.shift(); job; job = inbox.shift()) job();
      if (!(await step()) && inbox.length === 0) break;
      if (steps % STEPS_PER_BREATH === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    // In the same tick as the decision to stop: what is submitted from now on must start a new run.
    running = undefined;
  };
  const wake = (): void => {
    if (running) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    running = promise;
    void run().then(resolve);
  };
  const submit = <T>(change: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      inbox.push(() => {
        try {
          resolve(change());
        } catch (error) {
          reject(error);
        }
      });
      wake();
    });
  return { submit, wake, busy: () => running };
}
