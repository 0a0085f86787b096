/**
 * The exceptions of an SDK client (its `models/errors.js`), each on one line instead of a class of thirteen: they differ only in their
 * name, whose fault it is, and what they tell besides. A client knows every exception of its service, which makes them a tenth of
 * a function that has several clients. A class that looks otherwise stays as it is: nothing is rewritten by guess.
 */
export function compactExceptions(source: string): string {
  const [imports = '', ...classes] = source.split(/^(?=export class )/m);
  return [imports, MAKER, ...classes.map(compact)].join('');
}

/** Stands for all of them. The prototype is set once more, as the base's constructor sets its own. */
const MAKER = `const exception = (shapeId, $fault, members = [], more = {}) =>
  class extends __BaseException {
    static shapeId = shapeId;
    constructor(opts) {
      const own = { name: shapeId.slice(shapeId.indexOf('#') + 1), $fault };
      super({ ...own, ...opts });
      Object.setPrototypeOf(this, new.target.prototype);
      Object.assign(this, own, more);
      for (const member of members) this[member] = opts[member];
    }
  };
`;

const CLASS = new RegExp(
  [
    String.raw`^export class (\w+) extends __BaseException \{`,
    String.raw`    static shapeId = ("[\w.]+#\1");`,
    String.raw`    name = "\1";`,
    String.raw`    \$fault = ("client"|"server");`,
    String.raw`((?:    \$retryable = \{\};\n)?)((?:    \w+;\n)*)    constructor\(opts\) \{`,
    String.raw`        super\(\{`,
    String.raw`            name: "\1",`,
    String.raw`            \$fault: \3,`,
    String.raw`            \.\.\.opts,`,
    String.raw`        \}\);`,
    String.raw`        Object\.setPrototypeOf\(this, \1\.prototype\);`,
    String.raw`((?:        this\.\w+ = opts\.\w+;\n)*)    \}`,
    String.raw`\}\s*$`,
  ].join('\n'),
);

function compact(text: string): string {
  const [, name, shapeId, fault, retryable, declared = '', assigned = ''] = CLASS.exec(text) ?? [];
  const members = namesIn(declared, /^ {4}(\w+);$/gm);
  const isWhole = namesIn(assigned, /^ {8}this\.(\w+) = opts\.\1;$/gm).join() === members.join();
  if (name === undefined || !isWhole) return text;
  const more = retryable
    ? [JSON.stringify(members), '{ $retryable: {} }']
    : members.length > 0
      ? [JSON.stringify(members)]
      : [];
  return `export const ${name} = /* @__PURE__ */ exception(${[shapeId, fault, ...more].join(', ')});\n`;
}

const namesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
