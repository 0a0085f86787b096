import { sayQuarantine } from '#core/admission/admit.ts';
import { isUnread } from '#core/commands/make-deploy.ts';
import { outcomeError } from '#core/errors.ts';
import { revertedBy } from '#core/intake/reverted-by.ts';
import type { Artifact, ConfigItem, Quarantine, ServiceHead, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { makePlan, turnPlan } from '#core/plan/make-plan.ts';
import type { Plan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Registry } from '#core/ports/registry.ts';
import type { SourceHost } from '#core/ports/source-host.ts';
import type { Table } from '#core/ports/table.ts';
import { isTerminal, type Release, type TerminalState } from '#core/release/release.ts';
import { isShownAs } from '#core/words/shown-as-commit.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { findLater, findNewer } from './find-rivals.ts';
import { prepareSettling } from './prepare-settling.ts';
import type { Prepared } from './prepared.ts';
import { type Driver, recordPreparation } from './record-preparation.ts';

export interface PrepareReleasePorts {
  table: Table;
  sourceHost: SourceHost;
  registry: Pick<Registry, 'find' | 'tagged'>;
  now: Now;
}

export interface PrepareReleaseInput {
  release: string;
  executionArn: string;
  /** How the execution that drove the release ended: this one is to make its stage safe. */
  settle?: string | false;
  /** Its state machine waits for checks. Absent in executions that began before it did. */
  checks?: true;
}

/** Freezes the configuration into a plan, or says why this release is not worth building. A way back gets its plan too. */
export async function prepareRelease(ports: PrepareReleasePorts, input: PrepareReleaseInput): Promise<Prepared> {
  const release = await readRelease(ports.table, input.release);
  if (isTerminal(release.state)) return refuse(release.state, release.reason ?? release.state);
  if (input.settle) return prepareSettling(ports, { ...input, settle: input.settle });
  if (isAnother(release, input)) return another(input);
  const config = (await ports.table.read(keys.config(release.repositoryId, release.service))) as ConfigItem | undefined;
  if (!config) return refuse('REJECTED', `${release.service} is no longer configured for this repository`);
  if (release.turnsBack) return prepareTurn(ports, release, input, config);
  const refusal = await whyNot(ports, release, config);
  if (refusal) return refusal;
  if (config.config.checks && !input.checks) return refuse('FAILED', TOO_OLD);

  const isBuilt = config.config.build.project !== undefined;
  const reuse = await (isBuilt ? builtBefore : pushedTo)(ports, release, config);
  if (!(isBuilt || reuse)) return refuse('STALE', movedOn(config.config.branch));
  const plan = makePlan(release, config.config, reuse);
  const read = await readCommit(ports, release);
  return proceed(await recordPreparation(ports, input, { plan, read }), input, plan);
}

/** Without its checks it is not released, whatever waits for them or does not. */
const TOO_OLD =
  'it began with a version of Bakewatch that waits for no checks, and its service requires some now: push again';

/** Whoever came first drives it; and a person may have cancelled it meanwhile. */
function proceed(driver: Driver, input: PrepareReleaseInput, plan: Plan): Prepared {
  if (isTerminal(driver.state)) return refuse(driver.state, driver.reason ?? driver.state);
  return isAnother(driver, input) ? another(input) : { proceed: true, plan: driver.plan ?? plan };
}

/** Two executions of one release may have been started by hand: the first one drives it. */
const isAnother = ({ executionArn }: Pick<StoredRelease, 'executionArn'>, input: PrepareReleaseInput): boolean =>
  executionArn !== undefined && executionArn !== input.executionArn;

const another = ({ release }: PrepareReleaseInput): Prepared =>
  refuse('SUPERSEDED', `another execution drives ${release} already`);

/** A rollback by hand asks neither the repository nor for permission; that what it goes back to is still good, admission asks. */
async function prepareTurn(
  ports: PrepareReleasePorts,
  release: StoredRelease,
  input: PrepareReleaseInput,
  { config }: ConfigItem,
): Promise<Prepared> {
  const { turnsBack } = release;
  const why = turnsBack ? `${turnsBack.by} wants it: ${turnsBack.reason}` : '';
  const plan = turnPlan(makePlan(release, config), turnsBack?.stage ?? '', 'rollback', why);
  if (!plan) return refuse('REJECTED', `${release.service} has no stage ${turnsBack?.stage} any more`);
  const sentence = `will take ${turnsBack?.stage} back to ${release.service}#${turnsBack?.goesTo.release}`;
  return proceed(await recordPreparation(ports, input, { plan, sentence }), input, plan);
}

/** The digest that an earlier release of this commit was built to, while the registry still has it: else it is built anew. */
async function builtBefore(
  { table, registry }: PrepareReleasePorts,
  release: StoredRelease,
  { config }: ConfigItem,
): Promise<string | undefined> {
  const artifact = (await table.read(keys.artifact(release.service, release.sha))) as Artifact | undefined;
  return artifact && (await registry.find(config.build.image, artifact.digest)) ? artifact.digest : undefined;
}

/** The digest of the release's image, while its tag still names it. */
async function pushedTo(
  { registry }: PrepareReleasePorts,
  { sha }: StoredRelease,
  { config }: ConfigItem,
): Promise<string | undefined> {
  const digest = await registry.tagged(config.build.image, config.branch);
  return digest && isShownAs(digest, sha) ? digest : undefined;
}

const movedOn = (tag: string): string => `the tag ${tag} names another image now, or none`;

const refuse = (state: TerminalState, reason: string): Prepared => ({
  proceed: false,
  error: state === 'SUCCEEDED' ? 'Failed' : outcomeError(state),
  reason,
});

async function whyNot(
  { table, sourceHost }: PrepareReleasePorts,
  release: StoredRelease,
  { config }: ConfigItem,
): Promise<Prepared | undefined> {
  const newer = await findNewer(table, release);
  if (newer) return refuse('SUPERSEDED', `superseded by ${newer} before it was built`);
  const head = (await table.read(keys.head(release.service))) as ServiceHead | undefined;
  if (head?.supersededUpTo && head.supersededUpTo.number >= release.number)
    return refuse('SUPERSEDED', head.supersededUpTo.reason);
  const quarantine = (await table.read(keys.quarantine(release.service, release.sha))) as Quarantine | undefined;
  if (quarantine) return refuse('REJECTED', sayQuarantine(quarantine));
  const repository = { id: release.repositoryId, name: release.repositoryName };
  const standing = await sourceHost.isOnBranch(repository, config.branch, release.sha);
  if (standing === 'gone' && !config.build.project) return refuse('STALE', movedOn(config.branch));
  if (standing === 'gone')
    return refuse('STALE', `the commit is ${release.askedFor ? 'not' : 'no longer'} on ${config.branch}`);
  const later = release.unordered && standing !== 'tip' ? await findLater({ table, sourceHost }, release) : undefined;
  return later ? refuse('SUPERSEDED', `${later} contains this commit already: ${sayOlder(release)}`) : undefined;
}

const sayOlder = ({ askedFor }: StoredRelease): string =>
  askedFor ? 'with it a stage would go back, which is done with `bakewatch rollback` alone' : 'its push came late';

/** What only a push or the repository tells of a commit: who wrote it, what it says, what it reverts. */
async function readCommit({ sourceHost }: PrepareReleasePorts, release: StoredRelease): Promise<Partial<Release>> {
  if (!isUnread(release)) return {};
  const commit = await sourceHost.resolve({ id: release.repositoryId, name: release.repositoryName }, release.sha);
  if (!commit) throw new Error(`The repository has ${release.sha} on its branch, and does not show it.`);
  const { author, subject, message } = commit;
  const reverts = revertedBy([{ message }]);
  return { author, subject, ...(reverts.length > 0 ? { reverts } : {}) };
}
