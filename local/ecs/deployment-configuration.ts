import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { invalidParameter, refuseUnsupported, unsupported } from './errors.ts';

const DEFAULTS: DeploymentConfiguration = {
  strategy: 'ROLLING',
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  deploymentCircuitBreaker: { enable: false, rollback: false },
};

const ROLLING = ['strategy', 'minimumHealthyPercent', 'maximumPercent', 'deploymentCircuitBreaker', 'alarms'];

/**
 * The configuration after a change: what is not given stays (or is AWS's default). Throws UnsupportedFeatureException for what
 * only other strategies have, InvalidParameterException for impossible values.
 */
export function mergeConfiguration(
  given: DeploymentConfiguration | undefined,
  before: DeploymentConfiguration = DEFAULTS,
): DeploymentConfiguration {
  if (!given) return before;
  refuseOtherStrategies(given);
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
  const merged: DeploymentConfiguration = { ...before, ...known };
  validate(merged);
  return merged;
}

function refuseOtherStrategies(given: DeploymentConfiguration): void {
  const { strategy = 'ROLLING', lifecycleHooks = [], earlySuccessCriteria } = given;
  if (strategy !== 'ROLLING') throw unsupported(`The deployment strategy ${strategy} is not supported.`);
  if (lifecycleHooks.length > 0) throw unsupported('deploymentConfiguration.lifecycleHooks is not supported.');
  if (earlySuccessCriteria?.enable) throw unsupported('deploymentConfiguration.earlySuccessCriteria is not supported.');
  const { canaryConfiguration, linearConfiguration, bakeTimeInMinutes } = given;
  for (const [name, value] of Object.entries({ canaryConfiguration, linearConfiguration, bakeTimeInMinutes })) {
    if (value !== undefined) throw unsupported(`deploymentConfiguration.${name} is not supported.`);
  }
  refuseUnsupported(given, [...ROLLING, 'lifecycleHooks', 'earlySuccessCriteria'], 'deploymentConfiguration.');
}

function validate({
  minimumHealthyPercent = 100,
  maximumPercent = 200,
  deploymentCircuitBreaker,
}: DeploymentConfiguration): void {
  if (!Number.isInteger(minimumHealthyPercent) || minimumHealthyPercent < 0) {
    throw invalidParameter('minimumHealthyPercent must be 0 or more.');
  }
  if (!Number.isInteger(maximumPercent) || maximumPercent < 100 || maximumPercent < minimumHealthyPercent) {
    throw invalidParameter('maximumPercent must be 100 or more, and not less than minimumHealthyPercent.');
  }
  if (maximumPercent === minimumHealthyPercent) {
    throw invalidParameter('maximumPercent and minimumHealthyPercent cannot be equal: that would block deployments.');
  }
  const value = deploymentCircuitBreaker?.thresholdConfiguration?.value ?? 1;
  if (!Number.isInteger(value) || value < 1) throw invalidParameter('thresholdConfiguration.value must be 1 or more.');
}
