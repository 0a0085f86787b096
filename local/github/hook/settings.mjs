import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `webhook.json` of a bare repository: id, fullName, webhookUrl, secretFile and githubUrl. */
export const readSettings = (bareDirectory) => JSON.parse(readFileSync(join(bareDirectory, 'webhook.json'), 'utf8'));

/** The secret both sides know; a line end at the end of the file is not part of it. */
export const readSecret = ({ secretFile }) => readFileSync(secretFile, 'utf8').replace(/\r?\n$/, '');
