/** `services.hello.stages[1].bake.alarms[0]`. */
export const showPath = (path: PropertyKey[]): string =>
  path.reduce<string>(
    (shown, part) =>
      typeof part === 'number' ? `${shown}[${part}]` : shown ? `${shown}.${String(part)}` : String(part),
    '',
  );
