import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { hostsOf } from '#core/config/hosts-of.ts';
import { parseConfig } from '#core/config/parse-config.ts';
import { alarms } from '#infra/alarms.ts';
import { FUNCTIONS, functionName, TABLE, THROTTLE } from '#infra/installation.ts';
import { atBitbucket, atGitLab } from './at-other-hosts.ts';
import { FAR_AND_WIDE } from './far-and-wide.ts';
import { calledCommands, flagsIn, headings, helpOf, ownNames, readGuide } from './read-guide.ts';
import { exampleYaml, synthesise } from './synthesise.ts';

const GUIDE = 'docs/install.md';
const root = fileURLToPath(new URL('../..', import.meta.url));
const text = readGuide(GUIDE);

const fenced = (language: string): string[] =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, its, block = '']) => (its === language ? [block] : []));
const named = (pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))];

/** The sample with Bakewatch; then an installation that uses everything. */
let sample: ReturnType<typeof synthesise>;
let everything: ReturnType<typeof synthesise>;

beforeAll(() => {
  sample = synthesise(exampleYaml(), { sample: true });
  everything = synthesise(FAR_AND_WIDE);
}, 120_000);

describe('the installation guide', () => {
  it.each([GUIDE, 'README.md', 'examples/README.md'])('has no dead link, nor have those who lead to it: %s', (page) => {
    const links = [...readGuide(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = links.filter((target) => !/^https?:/.test(target) && !isThere(target, page));
    expect(broken).toEqual([]);
  });

  it('names files that are there', () => {
    const files = named(/((?:examples|infra|schema|docs)\/[\w./-]*\w)/g);
    expect(files).toContain('examples/aws/bakewatch.yaml');
    expect(files.filter((file) => !isThere(file, ''))).toEqual([]);
  });

  it('names functions and alarms by the names that they have', () => {
    const known = new Set([
      ...FUNCTIONS.map(({ name }) => functionName(name)),
      ...alarms({ stateMachineArn: 'arn' }).map(({ name }) => name),
      'bakewatch-target',
    ]);
    expect(ownNames(text).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each([...calledCommands(text)])('calls `bakewatch %s` as it may be called', (name, used) => {
    const help = helpOf(name);
    expect(help).toContain(`Usage: bakewatch ${name}`);
    expect(flagsIn(help)).toEqual(expect.arrayContaining([...used]));
  });

  it.each(named(/npx cdk ([a-z]+)/g))('calls `cdk %s` as it may be called', (command) => {
    const help = execFileSync(join(root, 'node_modules/.bin/cdk'), [command, '--help'], { encoding: 'utf8' });
    const calls = [...text.matchAll(new RegExp(`npx cdk ${command}([^\`\\n;,]*)`, 'g'))].map(([call]) => call);
    expect(flagsIn(help)).toEqual(expect.arrayContaining(calls.flatMap(flagsIn)));
  });

  it('deploys and destroys stacks that there are', () => {
    const there = [...Object.keys(sample), ...Object.keys(everything)];
    const asked = named(/(?<=npx cdk (?:deploy|destroy)[^`\n]*[ '])(Bakewatch[A-Za-z]*)(?=\*?['` \n])/g);
    expect(asked).toEqual(['Bakewatch', 'BakewatchRole', 'BakewatchEvents', 'BakewatchSample']);
    expect(asked.filter((stack) => !there.some((name) => name.startsWith(stack)))).toEqual([]);
  });

  it('names outputs that there are', () => {
    const elsewhere = [atGitLab(), atBitbucket()].flatMap((yaml) => Object.values(synthesise(yaml)));
    const there = [...Object.values(sample), ...Object.values(everything), ...elsewhere].flatMap((template) =>
      Object.keys(template.toJSON()['Outputs'] ?? {}),
    );
    const asked = named(/(?:outputs? (?:of )?`?|`Put\w+` and `|`Bakewatch(?:Sample)?\.)([A-Z]\w+|\w+Url)/g).map(
      (output) => output.replace('35129377', '1001'),
    );
    expect(asked).toEqual(expect.arrayContaining(['AddWebhook1001', 'PutGitHubToken', 'PutSlackToken', 'stagingUrl']));
    expect(asked.filter((output) => !there.some((name) => name.startsWith(output)))).toEqual([]);
  }, 60_000);

  it('shows how repositories at other hosts are named', () => {
    const stages = '    stages: [{ name: live, targets: [{ cluster: c, service: s, container: w }] }]\n';
    const build = (block: string) => (block.includes(' image:') ? '' : '    build: { project: b, image: i }\n');
    const hosts = fenced('text').map((block) => parseConfig(block + build(block) + stages));
    expect(hosts.map((parsed) => parsed.ok && [...hostsOf(parsed.config)])).toEqual([
      ['gitlab'],
      ['bitbucket'],
      ['ecr'],
    ]);
  });

  it('shows configurations that are right, and the stacks that the second of them makes', () => {
    const blocks = fenced('yaml');
    expect(blocks.map((yaml) => parseConfig(yaml)).filter(({ ok }) => !ok)).toEqual([]);
    expect(blocks).toHaveLength(2);
    const stacks = Object.keys(synthesise(blocks[1] ?? '')).sort();
    expect(fenced('').map((block) => block.trim().split('\n').sort())).toEqual([stacks]);
  }, 60_000);

  it('says how much is let in, and what is kept for it', () => {
    const parsed = parseConfig('services: {}');
    const { webhook, slack } = (parsed.ok && parsed.config.installation.concurrency) || { webhook: 0, slack: 0 };
    expect(text).toContain(`keeps ${webhook} calls at once for webhooks and ${slack} for clicks`);
    expect(text).toContain(`keeps ${webhook + slack} for its doors`);
    expect(text).toContain(`${100 + webhook + slack} or more: in step 2`);
    expect(text).toContain(`throttled at ${THROTTLE.perSecond} a second`);
    expect(text).toContain(`--table-name ${TABLE}`);
  });
});

function isThere(target: string, from: string): boolean {
  const [path = '', section] = target.split('#');
  const file = path ? join(dirname(from), path) : from;
  if (!existsSync(join(root, file))) return false;
  return section === undefined || headings(readGuide(file)).includes(section);
}
