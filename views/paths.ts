export const releasePath = ({ service, number }: { service: string; number: number }): string =>
  `/releases/${service}/${number}`;

export const deliveryPath = (service: string): string => `/delivery/${service}`;

export const executionPath = (arn: string): string => `/states/home#/v2/executions/details/${encodeURI(arn)}`;

export const alarmPath = (name: string): string => `/cloudwatch/home#alarmsV2:alarm/${encodeURIComponent(name)}`;
