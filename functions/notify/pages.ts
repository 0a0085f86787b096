import { executionPage } from '#functions/steps/execution-page.ts';
import type { Pages } from './notify.ts';

/** Links into the AWS console (or the one-machine console, which knows the same paths) and to the repository's host. */
export function consolePages(base: { console: string; repository: string }): Pages {
  return {
    execution: (arn) => executionPage(base.console, arn),
    alarm: (name) => `${base.console}/cloudwatch/home#alarmsV2:alarm/${encodeURIComponent(name.toWellFormed())}`,
    repository: (name) => `${base.repository}/${encodeURI(name.toWellFormed())}`,
  };
}
