const WORD = /"((?:[^"\\]|\\.)*)"|[^\s(),"]+/g;
const KEYWORDS = new Set(['ALARM', 'OK', 'INSUFFICIENT_DATA', 'AND', 'OR', 'NOT', 'TRUE', 'FALSE', 'AT_LEAST']);
const COUNT = /^\d+%?$/;

/** What the rule of a composite alarm says: whose states it reads, and whether it is plainly "any of these is in ALARM". */
export interface CompositeRule {
  children: string[];
  isAnyOf: boolean;
}

/**
 * Reads a rule without judging it: each word that is no keyword names an alarm, by its name or its ARN.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function readRule(rule: string): CompositeRule {
  const words = [...rule.matchAll(WORD)].map(([bare, quoted]) => ({
    text: quoted ?? bare,
    isQuoted: quoted !== undefined,
  }));
  const keywords = words.filter(({ text, isQuoted }) => !isQuoted && (KEYWORDS.has(text) || COUNT.test(text)));
  const names = words.filter((word) => !keywords.includes(word)).map(({ text }) => nameOf(text));
  return {
    children: [...new Set(names)],
    isAnyOf: keywords.every(({ text }) => text === 'ALARM' || text === 'OR'),
  };
}

const nameOf = (text: string): string =>
  text.replaceAll(/\\(.)/g, '$1').replace(/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:/, '');
