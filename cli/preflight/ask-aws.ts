import { findAccess } from '#adapters/aws/inventory/access.ts';
import { linesOf } from '#core/config/find-line.ts';
import type { Config } from '#core/config/schema.ts';
import { showPath } from '#core/config/show-path.ts';
import { checkWorld } from '#core/preflight/check-world.ts';
import type { Finding } from '#core/preflight/finding.ts';
import { UserError } from '#local/installation/user-error.ts';
import { prepareEnvironment } from '../prepare-environment.ts';
import { readFacts } from './read-facts.ts';

export interface LocatedFinding extends Omit<Finding, 'path'> {
  line: number;
  /** `services.hello.stages[0].bake.alarms[1]`. */
  path: string;
}

export type AskedAws =
  | { asked: false; why: string; isRefused: boolean }
  | { asked: true; account?: string; region: string; findings: LocatedFinding[] };

/** Compares a configuration with what is in AWS, as far as these credentials may see. `text` is the file it was read from. */
export async function askAws(config: Config, text: string, profile: string | undefined): Promise<AskedAws> {
  prepareEnvironment(profile);
  const { region, externalId } = config.installation;
  const access = await findAccess({ region });
  if (!access.found && profile)
    throw new UserError(
      `With the profile "${profile}" AWS cannot be asked: ${access.why}. Name one of ~/.aws/config, or log in: aws sso login --profile ${profile}`,
    );
  if (!access.found) return { asked: false, why: access.why, isRefused: false };
  const { awsInventory } = await import('#adapters/aws/inventory/read-inventory.ts');
  const facts = await readFacts(awsInventory(access.given, externalId), config);
  const { identity } = facts;
  if (identity.kind === 'refused') return { asked: false, why: identity.why, isRefused: true };
  const lineOf = linesOf(text);
  return {
    asked: true,
    ...(identity.kind === 'known' ? { account: identity.account } : {}),
    region: access.region,
    findings: checkWorld(config, facts)
      .map((finding) => ({ ...finding, line: lineOf(finding.path), path: showPath(finding.path) }))
      .sort((one, other) => one.line - other.line),
  };
}
