import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '#infra/installation.ts';
import { NEEDS, type Needs, OTHER_TOKENS } from '#infra/permissions/of-function.ts';
import { codeIn, linksIn, ROOT, readDocument, rowsOf } from './read-document.ts';

const text = readDocument('docs/security.md');
const exists = (path: string): boolean => existsSync(new URL(path, ROOT));

/** Code that is the path of a file or folder of ours: `core/people/who.ts`, `functions/notify/`. */
const paths = codeIn(text).filter((code) => /^[\w.-]+(\/[\w.-]+)+\/?$/.test(code) && exists(code.split('/')[0] ?? ''));

describe('what the threat model names', () => {
  it('is there: files, folders, links', () => {
    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !exists(path))).toEqual([]);
    expect(linksIn(text).filter((to) => !exists(`docs/${to}`))).toEqual([]);
  });

  it('are all ten risks of CI/CD, in order, each with tests that are tests and with what is not covered', () => {
    const rows = rowsOf(text, 'risk');
    expect(rows.map(([risk = '']) => risk.split(' ')[0])).toEqual(
      Array.from({ length: 10 }, (_, i) => `CICD-SEC-${i + 1}`),
    );
    for (const [risk, , tests = '', left = ''] of rows) {
      expect(codeIn(tests).length, risk).toBeGreaterThan(0);
      for (const test of codeIn(tests)) expect(test, risk).toMatch(/^test\/.*\.test\.ts$/);
      expect(left.length, risk).toBeGreaterThan(20);
    }
  });

  it('is the secrets that functions read, by the functions that read them', () => {
    const rows = rowsOf(text, 'secret').map(([secret = '', , readers = '']) => [codeIn(secret)[0], codeIn(readers)]);
    const readers = new Map<string, string[]>();
    for (const [name, needs] of Object.entries(NEEDS))
      for (const secret of secretsOf(needs)) readers.set(secret, [...(readers.get(secret) ?? []), name]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(readers));
  });
});

describe('what each function may do', () => {
  const rows = new Map(rowsOf(text, 'function').map(([name = '', ...cells]) => [codeIn(name)[0], cells]));

  it('is said of every function and of nothing else', () => {
    expect([...rows.keys()].sort()).toEqual(FUNCTIONS.map(({ name }) => name).sort());
  });

  it.each(Object.entries(NEEDS))('is said of %s as its policy has it', (name, needs) => {
    expect(rows.get(name)).toEqual([ledgerOf(needs), changesOf(needs)]);
  });
});

const secretsOf = ({ secrets = [], githubToken, otherTokens = [] }: Needs): string[] => [
  ...secrets,
  ...otherTokens.map((host) => OTHER_TOKENS[host]),
  ...(githubToken ? ['bakewatch/github-token'] : []),
];

function ledgerOf({ ledger = [] }: Needs): string {
  const acts = [
    ledger.includes('read') || ledger.includes('list') ? 'reads' : '',
    ledger.includes('write') ? 'writes' : '',
    ledger.includes('remove') ? 'removes' : '',
  ];
  return acts.filter((act) => act !== '').join(', ') || 'nothing';
}

/** Only what changes something: whoever looks is in the policies, not in the table. */
function changesOf({ tokens, fleet = [], builds = [], executions, announces, calls }: Needs): string {
  const changes = [
    fleet.includes('register') ? 'registers task definitions and passes their roles to ECS' : '',
    fleet.includes('deploy') ? 'updates services' : '',
    fleet.includes('stop') ? 'stops deployments' : '',
    builds.includes('stop') ? 'stops builds' : '',
    executions ? 'starts executions' : '',
    announces ? 'says on EventBridge what happened' : '',
    calls ? `calls ${calls.join(', ')}` : '',
    tokens ? 'answers task tokens' : '',
  ];
  return changes.filter((change) => change !== '').join(', ') || 'nothing';
}

describe('what is installed from the registry of packages', () => {
  const manifest = JSON.parse(readDocument('package.json')) as Record<string, Record<string, string>>;
  const { packages } = JSON.parse(readDocument('package-lock.json')) as { packages: Record<string, Locked> };

  it('is one version of each direct dependency', () => {
    const versions = Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] });
    expect(versions.length).toBeGreaterThan(30);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('is held to a hash, but for packages of one platform', () => {
    const locked = Object.entries(packages).filter(([path, { inBundle, os }]) => path !== '' && !inBundle && !os);
    expect(locked.length).toBeGreaterThan(300);
    expect(locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
  });

  it('runs a program of its own at the installation only where that was allowed', () => {
    const running = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path.replace(/^.*node_modules\//, '')] : [],
    );
    expect(running.sort()).toEqual(Object.keys(manifest['allowScripts'] ?? {}).sort());
  });
});

interface Locked {
  integrity?: string;
  inBundle?: boolean;
  os?: string[];
  hasInstallScript?: boolean;
}
