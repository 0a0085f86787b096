/** Why there is nothing to show. */
export const sayNone = (service?: string): string =>
  service
    ? `The ledger has no service ${service}: the parameter service names one of bakewatch.yaml.`
    : 'No service is known yet: put one into bakewatch.yaml, and deploy.';
