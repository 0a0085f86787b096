import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as client from '@aws-sdk/client-dynamodb';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { compactExceptions } from '../../scripts/compact-exceptions.ts';

const packed = (name: string): string =>
  fileURLToPath(import.meta.resolve(`@aws-sdk/${name}`)).replace(/dist-[a-z]+\/.*$/, 'dist-es/models/errors.js');
const FILE = packed('client-dynamodb');

type Exceptions = Record<string, new (given: object) => Error & Record<string, unknown>>;

/** The rewritten module, run as it is in a bundle. */
async function rewritten(): Promise<Exceptions> {
  const { outputFiles } = await build({
    stdin: { contents: compactExceptions(readFileSync(FILE, 'utf8')), resolveDir: dirname(FILE), loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  return import(/* @vite-ignore */ `data:text/javascript;base64,${code}`) as Promise<Exceptions>;
}

const GIVEN = {
  message: 'not now',
  $metadata: { httpStatusCode: 400, requestId: 'r' },
  Message: 'not now',
  CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
  Item: { pk: { S: 'a' } },
};

describe('the exceptions of an SDK client on one line each', () => {
  it('are, one by one, what the classes of the client are', async () => {
    const short = await rewritten();
    const classes = client as unknown as Exceptions & Record<string, { shapeId: string }>;
    const names = Object.keys(short);
    expect(names).toContain('TransactionCanceledException');
    for (const name of names) {
      const [made, real] = [short, classes].map((each) => new (each[name] as Exceptions[string])(GIVEN));
      expect({ ...made, message: made?.message, stack: 0 }).toEqual({ ...real, message: real?.message, stack: 0 });
      expect((short[name] as unknown as { shapeId: string }).shapeId).toBe(classes[name]?.shapeId);
      expect(made).toBeInstanceOf(short[name]);
      expect(made).toBeInstanceOf(Error);
    }
    const [one, another] = ['TransactionCanceledException', 'ResourceNotFoundException'].map((name) => short[name]);
    expect(new (one as Exceptions[string])(GIVEN)).not.toBeInstanceOf(another);
  });

  it.each(['client-dynamodb', 'client-ecr', 'client-ecs', 'client-sfn', 'client-cloudwatch', 'client-sts'])(
    'leave no class of %s as it was',
    (name) => {
      expect(compactExceptions(readFileSync(packed(name), 'utf8'))).not.toMatch(/^export class/m);
    },
  );

  it('are left alone where one looks otherwise', () => {
    const other =
      'export class Odd extends __BaseException {\n    name = "Odd";\n    constructor(opts) { super(opts); this.a = 1; }\n}\n';
    expect(compactExceptions(`import { B as __BaseException } from "./B";\n${other}`)).toContain(other);
  });
});
