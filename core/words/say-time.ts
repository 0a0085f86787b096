/** `12:03:10 UTC`: short enough for a sentence. */
export const sayTime = (at: number): string => `${new Date(at).toISOString().slice(11, 19)} UTC`;

/** `hello:7` of a task definition's ARN; whatever it is, when it is not one. */
export const sayRevision = (taskDefinition: string): string => taskDefinition.replace(/^.*task-definition\//, '');

/** Cuts at `most` characters, with a mark that something is missing; no character outside the BMP is cut in half. */
export const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;

/** `2026-11-22 12:03 UTC`: for what may be days away. */
export const sayMoment = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
