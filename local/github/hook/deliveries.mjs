import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const folderOf = (bareDirectory) => join(bareDirectory, 'deliveries');

/** Writes a delivery: on disk, complete, when this returns. */
export function keep(bareDirectory, delivery) {
  const folder = folderOf(bareDirectory);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${delivery.guid}.json`);
  const temporary = `${file}.${process.pid}.new`;
  writeSynced(temporary, JSON.stringify(delivery, null, 2));
  renameSync(temporary, file);
  syncFolder(folder);
}

/** Every delivery ever kept, oldest first. */
export function deliveries(bareDirectory) {
  const folder = folderOf(bareDirectory);
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .sort((a, b) => a.keptAt - b.keptAt || a.index - b.index);
}

export const isAnswered = (delivery) => delivery.attempts.some(({ status }) => status >= 200 && status < 300);

function writeSynced(file, text) {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function syncFolder(folder) {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
