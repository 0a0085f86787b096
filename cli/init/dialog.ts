import { parseConfig } from '#core/config/parse-config.ts';
import type { Answers } from '#core/init/answers.ts';
import type { Found } from '#core/init/found.ts';
import { propose, type Said } from '#core/init/propose.ts';
import { renderConfig } from '#core/init/render-config.ts';
import { parseTarget, words } from './parse-said.ts';

/** Whoever is asked: `ask` shows a question with its default and gives what was typed, empty for Enter; `tell` shows a line. */
export interface Person {
  ask(question: string, fallback: string): Promise<string>;
  tell(line: string): void;
}

interface Question {
  what: string;
  isSaid(said: Said): boolean;
  fallback(answers: Answers): string;
  /** What was said, with this answer. Throws an Error whose message says what is expected. */
  put(said: Said, typed: string): Said;
}

const BEFORE: Question[] = [
  {
    what: 'Repository (owner/name)',
    isSaid: ({ repository }) => repository !== undefined,
    fallback: ({ repository }) => repository.value,
    put: (said, repository) => ({ ...said, repository }),
  },
  {
    what: 'Its number at GitHub',
    isSaid: ({ repositoryId }) => repositoryId !== undefined,
    fallback: ({ repositoryId }) => String(repositoryId.value),
    put: (said, typed) => ({ ...said, repositoryId: Number(typed) }),
  },
  {
    what: 'Name of the service',
    isSaid: ({ service }) => service !== undefined,
    fallback: ({ service }) => service.value,
    put: (said, service) => ({ ...said, service }),
  },
  {
    what: 'Branch that is released',
    isSaid: ({ branch }) => branch !== undefined,
    fallback: ({ branch }) => branch.value,
    put: (said, branch) => ({ ...said, branch }),
  },
  {
    what: 'Stages, in order',
    isSaid: ({ stages }) => stages !== undefined,
    fallback: ({ stages }) => stages.map(({ name }) => name).join(', '),
    put: (said, typed) => ({ ...said, stages: words(typed).map((name) => ({ name })) }),
  },
];

const AFTER: Question[] = [
  {
    what: 'CodeBuild project',
    isSaid: ({ project }) => project !== undefined,
    fallback: ({ project }) => project.value,
    put: (said, project) => ({ ...said, project }),
  },
  {
    what: 'ECR repository',
    isSaid: ({ image }) => image !== undefined,
    fallback: ({ image }) => image.value,
    put: (said, image) => ({ ...said, image }),
  },
];

const ofStage = (i: number, name: string): Question[] => [
  {
    what: `${name}: cluster/service/container`,
    isSaid: ({ stages }) => stages?.[i]?.target !== undefined,
    fallback: ({ stages }) => {
      const { cluster = '', service = '', container = '' } = stages[i]?.target.value ?? {};
      return `${cluster}/${service}/${container}`;
    },
    put: (said, typed) => {
      const target = parseTarget(typed);
      return { ...said, stages: (said.stages ?? []).map((stage, at) => (at === i ? { ...stage, target } : stage)) };
    },
  },
  {
    what: `${name}: alarms (- for none)`,
    isSaid: ({ alarms }) => alarms?.[name] !== undefined,
    fallback: ({ stages }) => stages[i]?.alarms.value.join(', ') || '-',
    put: (said, typed) => ({ ...said, alarms: { ...said.alarms, [name]: typed === '-' ? [] : words(typed) } }),
  },
];

/** Asks for everything that was not said yet, each with what was found as its default; later defaults follow earlier answers. */
export async function dialog(person: Person, found: Found, begun: Said): Promise<Said> {
  let said = await askAll(person, found, begun, BEFORE);
  const stages = propose(found, said).stages.map(({ name }, i) => said.stages?.[i] ?? { name });
  said = { ...said, stages };
  if (found.services.length > 0) person.tell(sayServices(found));
  for (const [i, { name }] of stages.entries()) said = await askAll(person, found, said, ofStage(i, name));
  return askAll(person, found, said, AFTER);
}

async function askAll(person: Person, found: Found, begun: Said, questions: Question[]): Promise<Said> {
  let said = begun;
  for (const question of questions) if (!question.isSaid(said)) said = await settle(person, found, said, question);
  return said;
}

/** Until the answer makes a right configuration, as the very parser has it that will read the file. Enter leaves what is proposed. */
async function settle({ ask, tell }: Person, found: Found, said: Said, question: Question): Promise<Said> {
  const fallback = question.fallback(propose(found, said));
  for (;;) {
    const typed = (await ask(question.what, fallback)).trim();
    if (typed === '' || typed === fallback) return said;
    const tried = tryOut(found, () => question.put(said, typed));
    if (typeof tried !== 'string') return tried;
    tell(tried);
  }
}

function tryOut(found: Found, put: () => Said): Said | string {
  try {
    const said = put();
    const parsed = parseConfig(renderConfig(propose(found, said)));
    return parsed.ok ? said : parsed.mistakes.map(({ message }) => message).join('; ');
  } catch (error) {
    return (error as Error).message;
  }
}

const MOST_SHOWN = 12;

function sayServices({ services }: Found): string {
  const names = services.slice(0, MOST_SHOWN).map(({ cluster, service }) => `${cluster}/${service}`);
  return `ECS services there: ${names.join(', ')}${services.length > MOST_SHOWN ? ', …' : ''}`;
}
