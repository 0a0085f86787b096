import { sayDuration } from '#core/config/duration.ts';
import type { Deployment } from '#core/delivery/deployments.ts';
import { Chip } from '../parts/chip.tsx';
import { Ago } from '../parts/time.tsx';
import { ReleaseLink } from '../setting.tsx';

/** The newest deployments, and what became of each. */
export const DeploymentTable = ({ service, deployments }: { service: string; deployments: Deployment[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
  <section class="table-scroll" tabIndex={0} aria-label="Deployments and what became of them">
    <table class="events">
      <thead>
        <tr>
          <th scope="col">Release</th>
          <th scope="col">Deployed</th>
          <th scope="col">Outcome</th>
          <th scope="col">Lead time</th>
          <th scope="col">Restored in</th>
        </tr>
      </thead>
      <tbody>
        {deployments.map((deployment) => (
          <tr key={deployment.release}>
            <td>
              <ReleaseLink service={service} number={deployment.release}>
                #{deployment.release}
              </ReleaseLink>
            </td>
            <td>
              <Ago at={deployment.deployedAt} />
            </td>
            <td>
              <Outcome deployment={deployment} />
            </td>
            <td>{between(deployment.acceptedAt, deployment.healthyAt)}</td>
            <td>{deployment.failedAt === undefined ? '' : between(deployment.failedAt, deployment.restoredAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

function Outcome({ deployment: { failedAt, healthyAt } }: { deployment: Deployment }) {
  if (failedAt !== undefined) return <Chip word="Failed" tone="bad" />;
  return healthyAt === undefined ? <Chip word="Not known yet" tone="busy" /> : <Chip word="Good" tone="good" />;
}

const between = (from: number, to: number | undefined) =>
  to === undefined ? <span class="muted">not known</span> : sayDuration(Math.max(0, to - from));
