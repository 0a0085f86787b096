import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { extname, isAbsolute, join } from 'node:path';
import { invalidParameter, supportOnly } from './lambda-error.ts';

export interface CodeInput {
  S3Bucket?: string;
  S3Key?: string;
  ZipFile?: unknown;
}

export interface FunctionCode {
  codePath: string;
  codeSha256: string;
  codeSize: number;
}

/**
 * Takes a function's code. Our convention: S3Bucket is `local` and S3Key the absolute path of a bundle (.mjs, .cjs or
 * .js) on this machine. It is copied, so a later build changes nothing until UpdateFunctionCode, as on AWS.
 */
export function storeCode(dir: string, functionName: string, code: CodeInput, path = 'Code.'): FunctionCode {
  supportOnly({ ...code, ZipFile: undefined }, ['S3Bucket', 'S3Key'], path);
  if (code.ZipFile !== undefined || code.S3Bucket !== 'local' || !code.S3Key) {
    throw invalidParameter(
      `${path}ZipFile and S3 are not supported here: give S3Bucket 'local' and as S3Key the absolute path of a bundle.`,
    );
  }
  const source = code.S3Key;
  if (!(isAbsolute(source) && /^\.[cm]?js$/.test(extname(source)) && existsSync(source))) {
    throw invalidParameter(`${path}S3Key must be the absolute path of an existing .mjs, .cjs or .js file: ${source}`);
  }
  const content = readFileSync(source);
  const sha256 = createHash('sha256').update(content);
  const folder = join(dir, 'code', functionName);
  const codeSha256 = sha256.digest('base64');
  const codePath = join(folder, `${Buffer.from(codeSha256, 'base64').toString('hex').slice(0, 16)}${extname(source)}`);
  mkdirSync(folder, { recursive: true });
  copyFileSync(source, codePath);
  if (existsSync(`${source}.map`)) copyFileSync(`${source}.map`, `${codePath}.map`);
  return { codePath, codeSha256, codeSize: content.length };
}
