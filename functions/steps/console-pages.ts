import { executionPage } from './execution-page.ts';

/** Addresses of what people look at. */
export interface Pages {
  execution: (arn: string) => string;
  alarm: (name: string) => string;
  /** The web address of a repository, without a slash at its end. */
  repository: (name: string) => string;
}

/** Links into the AWS console (or the one-machine console, which knows the same paths) and to the repository's host. */
export function consolePages(base: { console: string; repository: string }): Pages {
  return {
    execution: (arn) => executionPage(base.console, arn),
    alarm: (name) => `${base.console}/cloudwatch/home#alarmsV2:alarm/${encodeURIComponent(name.toWellFormed())}`,
    repository: (name) => `${base.repository}/${encodeURI(name.toWellFormed())}`,
  };
}
