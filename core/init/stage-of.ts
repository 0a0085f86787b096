/** Words by which people call environments, in the order in which a release comes to them, and what the stage is called. */
const STAGES: [string, RegExp][] = [
  ['dev', /^(dev|development|sandbox)$/],
  ['test', /^(test|testing|tst|qa|int|integration)$/],
  ['staging', /^(staging|stage|stg|preprod|preproduction|uat|acceptance|beta)$/],
  ['production', /^(production|prod|prd|live)$/],
];

const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^a-z0-9]+/);

/** The stage that a cluster's or a service's name says, and its place in the order; undefined when it says none. */
export function stageOf(...names: string[]): { name: string; order: number } | undefined {
  const words = names.flatMap(wordsOf);
  const order = STAGES.findIndex(([, form]) => words.some((word) => form.test(word)));
  const [name] = STAGES[order] ?? [];
  return name === undefined ? undefined : { name, order };
}

/** The same name without the words of stages: `hello` of `hello-staging`. */
export const withoutStage = (name: string): string =>
  wordsOf(name)
    .filter((word) => word !== '' && !STAGES.some(([, form]) => form.test(word)))
    .join('-');
