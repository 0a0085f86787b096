import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Hunt } from './hunt.ts';

/** A hunt as the one who sent it out sees it. */
export interface HuntReport {
  hunt?: Hunt;
  /** Why there was no hunt: the simulation itself broke or never ended. */
  broken?: string;
  seconds: number;
}

/** How long to go on. */
export interface Effort {
  /** Random stories. */
  stories: number;
  /** Without the main paths. */
  isQuick: boolean;
  mostMs: number;
}

const PROCESS = fileURLToPath(new URL('hunt-process.ts', import.meta.url));

/** Sends a process out to hunt for one bug, or for none at all. */
export function runHunt({ stories, isQuick, mostMs }: Effort, mutation?: string): Promise<HuntReport> {
  const begin = performance.now();
  const child = spawn(
    process.execPath,
    [PROCESS, String(stories), isQuick ? 'quick' : 'thorough', ...(mutation ? [mutation] : [])],
    {
      timeout: mostMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let [said, complained] = ['', ''];
  child.stdout.on('data', (text) => {
    said += text;
  });
  child.stderr.on('data', (text) => {
    complained += text;
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      const seconds = (performance.now() - begin) / 1_000;
      if (code === 0) resolve({ hunt: JSON.parse(said.trim().split('\n').at(-1) ?? ''), seconds });
      else resolve({ broken: signal ? 'the simulation did not end' : firstError(complained), seconds });
    });
  });
}

const firstError = (text: string): string =>
  text.split('\n').find((line) => /^\w*Error\b/.test(line)) ?? text.trim().slice(0, 300);
