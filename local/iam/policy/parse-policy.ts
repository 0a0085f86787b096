import { PolicyMistake } from './policy-mistake.ts';
import { parseStatement, type Statement } from './statement.ts';

/** A policy document as IAM takes it. */
export interface PolicyDocument {
  Version: string;
  Statement: unknown;
}

/** The statements of an identity policy; `name` is how mistakes and grants are told apart. Throws PolicyMistake. */
export function parsePolicy(name: string, document: PolicyDocument): Statement[] {
  const { Version, Statement, ...others } = document;
  const stray = Object.keys(others).find((key) => key !== 'Id');
  if (stray) throw new PolicyMistake(`${name} has ${stray}, which no policy has.`);
  if (Version !== '2012-10-17')
    throw new PolicyMistake(`${name}: Version must be 2012-10-17, not ${JSON.stringify(Version)}.`);
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.map((statement, index) => parseStatement(statement, `${name}#${index}`));
}
