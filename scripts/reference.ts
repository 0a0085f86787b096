import { writeFileSync } from 'node:fs';
import { program } from '#cli/bakewatch.ts';
import { renderReference } from '#cli/reference.ts';

/** Writes the reference of the command line. Committed; a test says when it is old. */
writeFileSync(new URL('../docs/cli.md', import.meta.url), renderReference(program));
console.log('wrote docs/cli.md');
