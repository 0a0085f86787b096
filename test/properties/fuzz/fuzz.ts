import { type Chance, chance } from './chance.ts';

/** How many inputs each parser gets, and the seed of the first. Other seeds are other inputs: try them at night. */
const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 100_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

/** A parser under fire. One more is one more test that calls `fuzz`. */
export interface Parser<Input> {
  make(chance: Chance): Input;
  /** Throws when a claim about the parser does not hold for this input; returns what became of it. */
  check(input: Input): string;
  show(input: Input): string;
}

/**
 * Gives the parser its inputs, and throws at the first that breaks a claim, or a prototype that every object has. Returns
 * how many inputs ended how: a fuzzer whose every input is refused at the door has tried little.
 */
export function fuzz<Input>({ make, check, show }: Parser<Input>): Map<string, number> {
  const outcomes = new Map<string, number>();
  const before = shapeOfPrototypes();
  for (let i = 0; i < INPUTS; i += 1) {
    const input = make(chance(SEED * 1_000_003 + i));
    try {
      const outcome = check(input);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      for (const key in {}) throw new Error(`every object has a ${key} now`);
    } catch (error) {
      throw new Error(`input ${i} of FUZZ_SEED=${SEED}: ${show(input).slice(0, 2_000)}`, { cause: error });
    }
  }
  if (shapeOfPrototypes() !== before) throw new Error('a prototype was changed');
  return outcomes;
}

const shapeOfPrototypes = (): string =>
  [Object, Array, String, Number, Boolean, Function, Map, Uint8Array]
    .map(({ prototype }) => Reflect.ownKeys(prototype).map(String).join())
    .join('|');

/** The share of the inputs that ended so, from 0 to 1. */
export const shareOf = (outcomes: Map<string, number>, outcome: string): number =>
  (outcomes.get(outcome) ?? 0) / INPUTS;
