import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PICTURES } from '../../scripts/pictures.ts';
import { ROOT, readDocument } from './read-document.ts';

const FOLDER = new URL('docs/screenshots/', ROOT);
const LARGEST_BYTES = 300_000;

const files = readdirSync(FOLDER).sort();
const documents = [
  'README.md',
  ...readdirSync(new URL('docs/', ROOT))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Every picture that a document shows, as a path from the root. */
const shown = documents.flatMap((document) =>
  [...readDocument(document).matchAll(/!\[[^\]]+\]\(([^)\s]+\.png)\)/g)].map(([, to = '']) =>
    new URL(to, new URL(document, ROOT)).href.slice(ROOT.href.length),
  ),
);

/** Of a PNG, as its header has it. https://www.w3.org/TR/png-3/#11IHDR */
function sizeOf(name: string): { width: number; height: number } {
  const bytes = readFileSync(new URL(name, FOLDER));
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

describe('the pictures of the documentation', () => {
  it('are of the size that the command takes them in, few, and none is large', () => {
    expect(files.length).toBeLessThanOrEqual(12);
    for (const { name, width, height } of PICTURES) {
      expect(sizeOf(`${name}.png`), name).toEqual({ width, height });
    }
    for (const name of files) expect(statSync(new URL(name, FOLDER)).size, name).toBeLessThan(LARGEST_BYTES);
  });

  it('are shown by some document, and whatever is shown is there', () => {
    expect([...new Set(shown)].sort()).toEqual(files.map((name) => `docs/screenshots/${name}`));
  });
});
