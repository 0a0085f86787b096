/** The one account and region of AWS on one machine: in every ARN, so that they look like AWS's own. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

export const arn = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
