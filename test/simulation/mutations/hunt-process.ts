import { loadMutated } from './load-mutated.ts';
import { mutations } from './mutations.ts';

/** `node hunt-process.ts <random stories> <quick or thorough> [mutation]`: hunts for one bug in a process of its own, and prints what came of it as JSON. */
const [, , stories = '0', how, name] = process.argv;
const mutation = mutations.find((m) => m.name === name);
if (name && !mutation) throw new Error(`There is no mutation ${name}.`);
if (mutation) loadMutated(mutation);
const { hunt } = await import('./hunt.ts');
console.log(JSON.stringify(await hunt(Number(stories), how === 'quick')));
