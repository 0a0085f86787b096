export interface ConfigMistake {
  /** 1-based line in the file. */
  line: number;
  /** `services.hello.stages[1].bake.alarms`; empty where the file as a whole is meant. */
  path: string;
  /** One human sentence, without the path. */
  message: string;
}

/** More than anybody mends in one go: the rest is mostly the echo of the first. */
export const MOST_MISTAKES = 50;
