import type { ComparisonOperator } from '@aws-sdk/client-cloudwatch';

export interface Threshold {
  operator: ComparisonOperator;
  value: number;
}

interface Comparison {
  breaches: (value: number, threshold: number) => boolean;
  words: string;
}

/** The operators on a fixed threshold; those of anomaly bands do not exist here. */
const COMPARISONS: Partial<Record<ComparisonOperator, Comparison>> = {
  GreaterThanThreshold: { breaches: (value, limit) => value > limit, words: 'greater than' },
  GreaterThanOrEqualToThreshold: { breaches: (value, limit) => value >= limit, words: 'greater than or equal to' },
  LessThanThreshold: { breaches: (value, limit) => value < limit, words: 'less than' },
  LessThanOrEqualToThreshold: { breaches: (value, limit) => value <= limit, words: 'less than or equal to' },
};

export const isComparison = (operator: string): boolean => Object.hasOwn(COMPARISONS, operator);

export const breaches = ({ operator, value: limit }: Threshold, value: number): boolean =>
  COMPARISONS[operator]?.breaches(value, limit) ?? false;

/** `greater than the threshold (50.0)`. */
export const thresholdWords = ({ operator, value }: Threshold): string =>
  `${COMPARISONS[operator]?.words} the threshold (${decimal(value)})`;

/** 50 -> `50.0`: CloudWatch writes every number with a fraction. */
export const decimal = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));
