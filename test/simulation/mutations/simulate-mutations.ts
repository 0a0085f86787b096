import { parseArgs } from 'node:util';
import { mutations } from './mutations.ts';
import { isCaught, type Row, renderHead, renderRow, renderSum } from './render-table.ts';
import { type Effort, runHunt } from './run-hunt.ts';

/**
 * `npm run simulate:mutations`: the proof that the simulation can fail. Each seeded bug is hunted in a process of its own, two at a time;
 * ends with 1 when one gets away, or when a promise is broken without any. `--only a,b` takes those alone, `--json` prints data.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    /** Random stories per mutation: 300 are some 1,600 releases. */
    stories: { type: 'string', default: '300' },
    /** Without every fault at every place of the main paths. */
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '5' },
    /** Leaves out the hunt in the product as it is, without which a catch proves nothing. */
    'without-control': { type: 'boolean', default: false },
  },
});

const AT_ONCE = 2;
const effort: Effort = {
  stories: Number(values.stories),
  isQuick: values.quick,
  mostMs: Number(values.minutes) * 60_000,
};
const width = process.stdout.columns ?? 160;
const only = values.only?.split(',');
const wanted = mutations.filter(({ name }) => !only || only.includes(name));
const rows: Row[] = [];
const print = (text: string): void => {
  if (!values.json) console.log(text);
};

if (wanted.length === 0 || (only && wanted.length < only.length))
  throw new Error(`There is no mutation ${only?.filter((name) => !wanted.some((m) => m.name === name)).join(', ')}.`);
if (!values['without-control']) await control();
print(renderHead(width));
const queue = [...wanted];
await Promise.all(Array.from({ length: AT_ONCE }, work));
finish();

/** The product as it is keeps every promise in the same stories (exhaustive.test.ts has the main paths): otherwise a catch proves nothing. */
async function control(): Promise<void> {
  const report = await runHunt({ ...effort, isQuick: true, mostMs: 3 * effort.mostMs });
  const { hunt, broken, seconds } = report;
  if (!hunt || hunt.caught) {
    console.error(`Without any mutation: ${broken ?? JSON.stringify(hunt?.caught)}. Nothing can be proved.`);
    process.exit(1);
  }
  print(`As it is: ${hunt.releases} releases in ${hunt.stories} stories, nothing broken (${seconds.toFixed(0)} s)\n`);
}

async function work(): Promise<void> {
  for (let mutation = queue.shift(); mutation; mutation = queue.shift()) {
    const row = { mutation, ...(await runHunt(effort, mutation.name)) };
    rows.push(row);
    print(renderRow(row, width));
  }
}

function finish(): void {
  if (values.json) console.log(JSON.stringify(rows, undefined, 2));
  print(renderSum(rows));
  process.exitCode = rows.every(isCaught) ? 0 : 1;
}
