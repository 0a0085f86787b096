/** Where an execution is shown: in the AWS console, or in that of one machine, which knows the same paths. */
export const executionPage = (console: string, arn: string): string =>
  `${console}/states/home#/v2/executions/details/${encodeURI(arn.toWellFormed())}`;
