/** One answer: what it is, why, and whether a person must still put in what is true. */
export interface Answer<T> {
  value: T;
  /** Half a sentence: where it comes from. */
  why: string;
  isGuess: boolean;
}

/** Everything that a first configuration says. */
export interface Answers {
  service: Answer<string>;
  /** `owner/name` */
  repository: Answer<string>;
  repositoryId: Answer<number>;
  branch: Answer<string>;
  project: Answer<string>;
  image: Answer<string>;
  region: Answer<string> | undefined;
  account: Answer<string> | undefined;
  stages: StageAnswers[];
}

export interface StageAnswers {
  name: string;
  target: Answer<Target>;
  /** Empty: none fits, and nothing would be watched. */
  alarms: Answer<string[]>;
  roles: string[];
}

export interface Target {
  cluster: string;
  service: string;
  container: string;
  /** Of its task definitions, where it is known. */
  family?: string;
}

export const found = <T>(value: T, why: string): Answer<T> => ({ value, why, isGuess: false });
export const guess = <T>(value: T, why: string): Answer<T> => ({ value, why, isGuess: true });
