import type { Explained } from '#core/explain/explanation.ts';
import { invoke } from '#local/installation/invoke.ts';
import { UserError } from '#local/installation/user-error.ts';
import { connect } from '../connect.ts';
import type { Where } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';
import { renderExplanation } from '../render/explanation.ts';

/** Where a commit or a release is, why not further, and what to do. What nobody knows is no success: exit code 1. */
export async function why(asked: string, options: Where & { json: boolean }): Promise<number> {
  const { clients } = await connect(options);
  const said = await invoke<Explained>(clients, 'explain-commit', { asked });
  if (said.errorMessage !== undefined) throw new Error(`The question could not be answered: ${said.errorMessage}`);
  if (!said.explained) throw new UserError(said.message);
  const { explanation } = said;
  console.log(options.json ? JSON.stringify(explanation, null, 2) : renderExplanation(explanation));
  return explanation.isKnown ? EXIT.done : EXIT.otherwise;
}
