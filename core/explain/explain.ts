import { shortSha } from '../release/release.ts';
import { explainService } from './explain-service.ts';
import type { Explanation, ServiceExplanation, Way } from './explanation.ts';
import type { ExplainFacts } from './facts.ts';

const MOST_SENTENCES = 3;

/** Where is this commit, and why not in production? Pure and total: whatever is known or not, there is a sentence and what to do next. */
export function explain(facts: ExplainFacts): Explanation {
  const { asked, now, sha, subject, unanswered } = facts;
  const name = sha ? shortSha(sha) : asked;
  const all = facts.services.map((service) => explainService(service, name, now));
  const services = all.filter(({ kind }) => kind !== 'unknown');
  const isKnown = services.length > 0;
  return {
    asked,
    now,
    headline: isKnown ? sayHeadline(services, name) : sayUnknown(name, unanswered),
    isKnown,
    ...(sha ? { sha } : {}),
    ...(subject ? { subject } : {}),
    services,
    next: isKnown ? [] : afterUnknown(name),
    unanswered,
  };
}

function sayHeadline(services: ServiceExplanation[], name: string): string {
  const [only] = services;
  if (services.length === 1 && only) return only.sentence;
  const said = services.slice(0, MOST_SENTENCES).map(({ service, sentence }) => `${service}: ${sentence}`);
  const left = services.length - said.length;
  return `${name} concerns ${services.length} services. ${said.join('. ')}${left > 0 ? `. And ${left} more` : ''}`;
}

const sayUnknown = (name: string, unanswered: string[]): string =>
  unanswered.length > 0
    ? `${name} is not in the ledger, and not every repository could be asked whether it has it`
    : `nobody knows ${name}: no push of it has come in, and no repository that anything is released from has it`;

const afterUnknown = (name: string): Way[] => [
  {
    what: `check that ${name} is written as \`git log\` shows it, and that it was pushed`,
    command: `git branch -r --contains ${name}`,
  },
  { what: 'if it was pushed just now, ask again in a minute: its webhook may be on its way' },
  { what: 'see which releases there are', command: 'npx bakewatch history' },
];
