import { type Answer, type Answers, found, guess, type StageAnswers, type Target } from './answers.ts';
import type { EcsFound, Found } from './found.ts';
import { nameService } from './name-service.ts';
import { proposeAlarms } from './propose-alarms.ts';
import { fitOf, imageName, targetOf } from './propose-target.ts';
import { stageOf } from './stage-of.ts';

/** What a person has said already: it goes before everything that was found. */
export interface Said {
  service?: string | undefined;
  repository?: string | undefined;
  repositoryId?: number | undefined;
  branch?: string | undefined;
  project?: string | undefined;
  image?: string | undefined;
  stages?: SaidStage[] | undefined;
  /** By the name of the stage. */
  alarms?: Record<string, string[]> | undefined;
}

export interface SaidStage {
  name: string;
  target?: Target | undefined;
}

const YOURS = 'as you said';
const NOBODY = 'nobody could be asked';

/** The first configuration, answer by answer, out of what a person said and what was found. Total: what is not known is a marked guess. */
export function propose(known: Found, said: Said = {}): Answers {
  const repository = answer(said.repository, known.git.name, 'the git remote', 'you/app');
  const service = answer(said.service, undefined, '', nameService(repository.value), 'the name of the repository');
  const stages = proposeStages(known, service.value, said);
  return {
    service: { ...service, isGuess: false },
    repository,
    repositoryId: answer(said.repositoryId, known.repositoryId, 'GitHub', 1),
    branch: { ...answer(said.branch, known.git.branch, 'the repository', 'main', 'as most call it'), isGuess: false },
    project: said.project ? found(said.project, YOURS) : proposeProject(known.projects, service.value),
    image: said.image ? found(said.image, YOURS) : proposeImage(known, service.value, stages),
    region: known.region === undefined ? undefined : found(known.region, 'your credentials'),
    account: known.account === undefined ? undefined : found(known.account, 'your credentials'),
    stages,
  };
}

function answer<T>(said: T | undefined, known: T | undefined, whence: string, otherwise: T, why = NOBODY): Answer<T> {
  if (said !== undefined) return found(said, YOURS);
  return known === undefined ? guess(otherwise, why) : found(known, whence);
}

function proposeProject(projects: string[], service: string): Answer<string> {
  const called = [`${service}-build`, service, `build-${service}`].find((name) => projects.includes(name));
  if (called) return found(called, 'the CodeBuild project that is called so');
  const like = projects.filter((name) => name.includes(service));
  const [only] = like.length === 1 ? like : projects.length === 1 ? projects : [];
  return only
    ? found(only, 'the only CodeBuild project that fits')
    : guess(`${service}-build`, whyNone(projects, 'CodeBuild project'));
}

function proposeImage({ services, images }: Found, service: string, stages: StageAnswers[]): Answer<string> {
  const running = stages.flatMap(({ target: { value } }) =>
    services
      .filter((ecs) => ecs.cluster === value.cluster && ecs.service === value.service)
      .flatMap(({ containers }) => containers.filter(({ name }) => name === value.container))
      .flatMap(({ image }) => imageName(image) ?? []),
  );
  const [first] = running;
  if (first) return found(first, 'what runs there comes from it');
  const like = images.filter((name) => name === service || name.split('/').at(-1) === service);
  return like[0]
    ? found(like[0], 'the ECR repository that is called so')
    : guess(service, whyNone(images, 'ECR repository'));
}

const whyNone = (known: string[], what: string): string =>
  known.length === 0 ? `no ${what} was found` : `which ${what} is not clear: there are ${known.slice(0, 5).join(', ')}`;

function proposeStages(known: Found, service: string, { stages, alarms = {} }: Said): StageAnswers[] {
  const said = stages ?? namesOf(known, service).map((name) => ({ name }));
  return said.map((stage) => proposeStage(known, service, { ...stage, alarms: alarms[stage.name] }, said.length));
}

/** The stages that the services which fit are of; two that everybody has when there is none. */
function namesOf({ services }: Found, service: string): string[] {
  const fitting = services.filter((ecs) => fitOf(service, ecs) > 0);
  const stages = fitting
    .flatMap((ecs) => stageOf(ecs.cluster, ecs.service) ?? [])
    .sort((one, other) => one.order - other.order);
  const names = [...new Set(stages.map(({ name }) => name))];
  if (names.length > 0) return names;
  return fitting.length > 0 ? ['production'] : ['staging', 'production'];
}

function proposeStage(
  known: Found,
  service: string,
  said: SaidStage & { alarms: string[] | undefined },
  of: number,
): StageAnswers {
  const { name } = said;
  const ecs = said.target ? ecsOf(known, said.target) : bestOf(known.services, service, name, of);
  const target = said.target
    ? found(said.target, YOURS)
    : ecs
      ? targetOf(ecs, `the ECS service of ${name} that fits best`)
      : guess({ cluster: name, service, container: 'app' }, `no ECS service of ${name} was found`);
  return {
    name,
    target,
    alarms: said.alarms ? found(said.alarms, YOURS) : proposeAlarms(known.alarms, name, ecs),
    roles: ecs?.roles ?? [],
  };
}

const ecsOf = ({ services }: Found, { cluster, service }: Target): EcsFound | undefined =>
  services.find((ecs) => ecs.cluster === cluster && ecs.service === service);

/** One without a word of any stage is of the only stage that there is. */
function bestOf(services: EcsFound[], service: string, stage: string, of: number): EcsFound | undefined {
  const wanted = stageOf(stage)?.name ?? stage;
  const there = services.filter((ecs) => {
    const name = stageOf(ecs.cluster, ecs.service)?.name;
    return name === wanted || ecs.cluster === stage || (name === undefined && of === 1);
  });
  const [best] = there
    .map((ecs) => ({ ecs, fit: fitOf(service, ecs) }))
    .filter(({ fit }) => fit > 0)
    .sort((one, other) => other.fit - one.fit);
  return best?.ecs;
}
