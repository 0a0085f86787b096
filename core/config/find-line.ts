import { type Document, LineCounter, parseDocument } from 'yaml';

/** The line of the deepest part of the path that is in the file. */
export function findLine(document: Document.Parsed, lines: LineCounter, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** For a text that `parseConfig` has found right: where each of its parts stands, 1-based. */
export function linesOf(text: string): (path: PropertyKey[]) => number {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, merge: false });
  return (path) => findLine(document, lines, path);
}
