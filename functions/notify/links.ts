import { sayMarkup } from '#functions/steps/slack/say-text.ts';

/** Where people go from a message. All are URLs of ours, of AWS, or of the repository's host. */
export interface Links {
  execution?: string;
  /** An image in ECR has no page that everybody may see. */
  commit?: string | undefined;
  compare?: string | undefined;
  alarm: (name: string) => string;
}

const LONGEST_URL = 1_000;
const LONGEST_LABEL = 100;
const LONGEST_LINE = 1_900;

/** A link in Slack's markup; only its label when the URL is none of the web, or too long for a message. */
export function link(url: string, label: string): string {
  const shown = sayMarkup(label, LONGEST_LABEL);
  const target = url
    .toWellFormed()
    .replaceAll(/[<>|\s]/g, encodeURIComponent)
    .replaceAll('&', '&amp;');
  return /^https?:\/\//.test(target) && target.length <= LONGEST_URL ? `<${target}|${shown}>` : shown;
}

/** Links on one line, as many as one element may hold; a mark says that some are missing. */
export function linkLine(links: string[]): string {
  const fitting = links.filter((_, i) => links.slice(0, i + 1).join(SEPARATOR).length <= LONGEST_LINE);
  return [...fitting, ...(fitting.length < links.length ? ['…'] : [])].join(SEPARATOR);
}

const SEPARATOR = ' · ';
