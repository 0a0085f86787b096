import { invoke } from '#local/installation/invoke.ts';
import { UserError } from '#local/installation/user-error.ts';
import { askedServices } from '../asked-services.ts';
import { connect } from '../connect.ts';
import type { Connection } from '../connection.ts';
import { type OrderOptions, sendOrder } from './give-order.ts';
import { watch } from './watch.ts';

export interface DeployOptions extends OrderOptions {
  service?: string;
  watch: boolean;
  /** In ms. */
  timeout?: number;
}

type Resolved = { resolved: true; sha: string } | { resolved: false; message: string };

/** Releases a commit without a push. With `--watch` the exit code is the release's outcome. */
export async function deploy(commit: string, options: DeployOptions): Promise<number> {
  const connection = await connect(options);
  const service = await whichService(connection, options.service);
  const sha = await resolve(connection, service, commit);
  const { code, made } = await sendOrder({ kind: 'deploy', service, sha }, options);
  return options.watch && made ? watch(made, options) : code;
}

async function whichService({ table }: Connection, named: string | undefined): Promise<string> {
  const [only, ...others] = await askedServices(table, named);
  if (only === undefined) throw new UserError('No service is configured: there is nothing to release.');
  if (others.length > 0)
    throw new UserError(`There are several services: say with --service which: ${[only, ...others].join(', ')}.`);
  return only;
}

async function resolve({ clients }: Connection, service: string, commit: string): Promise<string> {
  const said = await invoke<Resolved>(clients, 'explain-commit', { resolve: { service, commit } });
  if (said.errorMessage !== undefined) throw new Error(`The commit could not be asked for: ${said.errorMessage}`);
  if (!said.resolved) throw new UserError(said.message);
  return said.sha;
}
