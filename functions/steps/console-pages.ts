import { type CommitPages, pagesAt } from '#core/words/pages-at.ts';
import { executionPage } from './execution-page.ts';

/** Addresses of what people look at. */
export interface Pages extends CommitPages {
  execution: (arn: string) => string;
  alarm: (name: string) => string;
}

/** Links into the AWS console (or the one-machine console, which knows the same paths) and to the hosts of repositories. */
export function consolePages(base: { console: string; hosts: Parameters<typeof pagesAt>[0] }): Pages {
  return {
    execution: (arn) => executionPage(base.console, arn),
    alarm: (name) => `${base.console}/cloudwatch/home#alarmsV2:alarm/${encodeURIComponent(name.toWellFormed())}`,
    ...pagesAt(base.hosts),
  };
}
