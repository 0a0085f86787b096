import type { Pages } from './notify.ts';

/** Links into the AWS console (or the one-machine console, which knows the same paths) and to the repository's host. */
export function consolePages(base: { console: string; repository: string }): Pages {
  return {
    execution: (arn) => `${base.console}/states/home#/v2/executions/details/${encodeURI(arn.toWellFormed())}`,
    alarm: (name) => `${base.console}/cloudwatch/home#alarmsV2:alarm/${encodeURIComponent(name.toWellFormed())}`,
    repository: (name) => `${base.repository}/${encodeURI(name.toWellFormed())}`,
  };
}
