/** The variables of a function, typed by their names. Throws once, naming everything that is missing. */
export function readEnv<const Name extends string>(
  names: readonly Name[],
  env: Record<string, string | undefined>,
): Record<Name, string> {
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`The function's environment lacks ${missing.join(', ')}.`);
  return Object.fromEntries(names.map((name) => [name, env[name]])) as Record<Name, string>;
}
