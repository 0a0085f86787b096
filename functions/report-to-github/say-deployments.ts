import type { ServiceConfig } from '#core/config/schema.ts';
import type { Report, ReportedDeployment, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, repositoryPartition, SERVICE_PREFIX } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { Repository } from '#core/ports/source-host.ts';
import { releaseId } from '#core/release/release.ts';
import { described } from '#core/reports/commit-status.ts';
import { deploymentStatus } from '#core/reports/deployment-status.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import type { ReportPorts } from './ports.ts';
import { readStage } from './read-stage.ts';
import { unlessRefused } from './say-status.ts';
import { supplanted } from './supplanted.ts';

/** Says of each stage that the release has entered what came of it there. Returns the releases that it has supplanted and that are still shown as active. */
export async function sayDeployments(
  ports: ReportPorts,
  release: StoredRelease,
  { stages }: ServiceConfig,
): Promise<string[]> {
  const names = stages.map(({ name }) => name);
  const others: string[] = [];
  for (const stage of names) {
    const at = await readStage(ports.table, release, stage);
    if (!at) continue;
    const status = deploymentStatus(release, at, release.executionArn && ports.page(release.executionArn));
    const known = await ensureDeployment(ports, release, { stage, isProduction: stage === names.at(-1) });
    const said = JSON.stringify(status);
    if (known.id && known.said !== said) {
      await unlessRefused(ports, release, ports.reports.sayDeployment(repositoryOf(release), known.id, status));
      await remember(ports, release, stage, { ...known, said, state: status.state });
    }
    if (status.state === 'success') others.push(...(await supplanted(ports.table, release, at)));
  }
  return [...new Set(others)];
}

interface In {
  stage: string;
  isProduction: boolean;
}

/** The deployment at the host: made once. That it is to be made is written first, and whoever finds that looks whether it was. */
async function ensureDeployment(ports: ReportPorts, release: StoredRelease, at: In): Promise<ReportedDeployment> {
  const known = (await readReport(ports, release))?.deployments?.[at.stage];
  if (known?.id || known?.isRefused) return known;
  const environment = known?.environment ?? (await environmentOf(ports, release, at.stage));
  const wanted = {
    sha: release.sha,
    environment,
    isProduction: at.isProduction,
    release: releaseId(release),
    description: described(`${releaseId(release)} to ${at.stage}: ${release.subject}`),
  };
  if (!known) await remember(ports, release, at.stage, { environment });
  const repository = repositoryOf(release);
  const found = known && (await ports.reports.findDeployment(repository, wanted));
  const id = found ?? (await unlessRefused(ports, release, ports.reports.createDeployment(repository, wanted)));
  const made: ReportedDeployment = { environment, ...(id ? { id } : { isRefused: true }) };
  await remember(ports, release, at.stage, made);
  return made;
}

/** A stage by its name, and by its service too where several are released from one repository: GitHub's environments are the repository's. */
async function environmentOf({ table }: ReportPorts, release: StoredRelease, stage: string): Promise<string> {
  const services = await table.list(repositoryPartition(release.repositoryId), { prefix: SERVICE_PREFIX, limit: 2 });
  return services.length > 1 ? `${release.service}/${stage}` : stage;
}

const repositoryOf = ({ repositoryId: id, repositoryName: name }: StoredRelease): Repository => ({ id, name });

const readReport = ({ table }: ReportPorts, release: StoredRelease): Promise<Stored<Report> | undefined> =>
  table.read(keys.report(releaseId(release))) as Promise<Stored<Report> | undefined>;

const remember = (
  ports: ReportPorts,
  release: StoredRelease,
  stage: string,
  deployment: ReportedDeployment,
): Promise<void> =>
  settleChange(ports.table, async () => {
    const report = await readReport(ports, release);
    const next: Report = { ...report, deployments: { ...report?.deployments, [stage]: deployment } };
    return { changes: [put(keys.report(releaseId(release)), report, next)], result: undefined };
  });
