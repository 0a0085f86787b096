import { writeFileSync } from 'node:fs';
import { program } from '#cli/bakewatch.ts';
import { renderManual } from '#cli/manual.ts';
import { renderReference } from '#cli/reference.ts';

/** Writes the reference of the command line, and its manual page. Committed; a test says when it is old. */
writeFileSync(new URL('../docs/cli.md', import.meta.url), renderReference(program));
writeFileSync(new URL('../docs/bakewatch.1', import.meta.url), renderManual(program));
console.log('wrote docs/cli.md and docs/bakewatch.1');
