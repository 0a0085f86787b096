import type { RepositorySettings } from '../repositories.ts';

export function repositoryOf(bareDirectory: string, settings: RepositorySettings): object;
export function person(login: string, githubUrl: string): object;
export function userName(): string;
