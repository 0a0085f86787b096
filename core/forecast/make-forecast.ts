import { sayDuration } from '../config/duration.ts';
import type { Config, ServiceConfig } from '../config/schema.ts';
import { HOST_NAMES, hostOf } from '../intake/repository-id.ts';
import { planStages } from '../plan/make-plan.ts';
import type { Forecast, ForecastLine, StageForecast } from './forecast.ts';
import { makeStageForecast } from './make-stage-forecast.ts';

/** What a push would do now, service by service, from the configuration alone. */
export function makeForecast({ services, installation }: Config, now: number): Forecast[] {
  return Object.entries(services).map(([service, config]) => {
    const stages = planStages(config.stages).map((plan, i) =>
      makeStageForecast(plan, { config, written: config.stages[i]?.targets ?? [], installation, now }),
    );
    return {
      service,
      repository: config.repository.name,
      lines: [sayPush(config), ...(config.checks ? [sayChecks(config.checks)] : []), sayBuild(config)],
      stages,
      takes: takesOf(config, stages),
    };
  });
}

function sayPush({ repository, branch, build, paths, senders }: ServiceConfig): ForecastLine {
  if (!build.project)
    return {
      what: 'push',
      says: [`of an image to tag ${branch} of ECR repository ${repository.name}, by whoever may push there`],
    };
  const what = paths ? `that changes ${paths.join(' or ')}` : 'whatever it changes';
  const who = senders
    ? `${HOST_NAMES[hostOf(repository.id)]}'s users ${senders.join(', ')} alone`
    : 'whoever may push there';
  return { what: 'push', says: [`to ${branch} of ${repository.name}, ${what}, by ${who}`] };
}

/** Names are told apart to the letter, so they stand in quotes. */
const sayChecks = ({ require, within }: NonNullable<ServiceConfig['checks']>): ForecastLine => ({
  what: 'checks',
  says: [
    `${require.map((name) => `"${name}"`).join(', ')} ${require.length === 1 ? 'is' : 'are'} green on its commit, whichever CI reports ${require.length === 1 ? 'it' : 'them'}, before it is built`,
    `waits at most ${sayDuration(within)}, then it expires`,
  ],
});

function sayBuild({ build }: ServiceConfig): ForecastLine {
  const { project, image, digestVariable, within } = build;
  if (!project) return { what: 'build', says: ['none: the image is taken as it was pushed, by its digest'] };
  return {
    what: 'build',
    says: [
      `CodeBuild project ${project} pushes an image to ECR repository ${image} and exports its digest as ${digestVariable}, within ${sayDuration(within)}`,
      'a commit that was built before is not built again',
    ],
  };
}

function takesOf({ build, checks }: ServiceConfig, stages: StageForecast[]): Forecast['takes'] {
  const sum = (ms: (stage: StageForecast) => number): number => stages.reduce((total, stage) => total + ms(stage), 0);
  const atBestMs = sum(({ takes }) => takes.atBestMs);
  const atMostMs = build.within + sum(({ takes }) => takes.atMostMs);
  const waitsAtMostMs = (checks?.within ?? 0) + sum(({ takes }) => takes.waitsAtMostMs);
  const sentence = `at best ${sayDuration(atBestMs)} of baking, besides building, deploying and testing; at most ${sayDuration(atMostMs)} at work, and ${sayDuration(waitsAtMostMs)} waiting ${checks ? 'for checks and ' : ''}to enter`;
  return { atBestMs, atMostMs, waitsAtMostMs, sentence };
}
