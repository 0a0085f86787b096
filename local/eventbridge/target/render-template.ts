/**
 * Fills `<name>` in an input template with JSON (EventBridge user guide, "Amazon EventBridge input transformation"):
 * inside a JSON string a value becomes part of the text, elsewhere it stands as JSON. What has no value is empty there.
 * Returns JSON text; a name without a value and outside of quotes becomes `null`.
 */
export function renderTemplate(template: string, values: ReadonlyMap<string, unknown>): string {
  let inString = false;
  return template.replace(/\\.|"|<([A-Za-z0-9_.-]+)>/g, (found, name: string | undefined) => {
    if (found === '"') inString = !inString;
    if (name === undefined || !values.has(name)) return found;
    const value = values.get(name);
    return inString ? insideString(value) : (JSON.stringify(value) ?? 'null');
  });
}

/** The names a template asks for. */
export const namesIn = (template: string): string[] =>
  [...template.matchAll(/<([A-Za-z0-9_.-]+)>/g)].map(([, name = '']) => name);

function insideString(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return JSON.stringify(text).slice(1, -1);
}
