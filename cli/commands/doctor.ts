import { type Finding, ok, unchecked } from '#core/doctor/finding.ts';
import { judgeInstallation } from '#core/doctor/judge-installation.ts';
import { judgeLedger } from '#core/doctor/judge-ledger.ts';
import type { Table } from '#core/ports/table.ts';
import { connect } from '../connect.ts';
import { isInAccount, type Where } from '../connection.ts';
import { installationOf } from '../doctor/installation-of.ts';
import { readHosts } from '../doctor/read-hosts.ts';
import { readLedger } from '../doctor/read-ledger.ts';
import { EXIT } from '../exit-codes.ts';
import { renderCheckup } from '../render/checkup.ts';

/** What may be wrong with an installation, each with its remedy. Exit code 1: something is; warnings are none. */
export async function doctor(options: Where & { json: boolean }): Promise<number> {
  const { table, checkup, place } = await connect(options);
  const { installed, expected } = installationOf({ isInAccount: isInAccount(options), hosts: await readHosts(table) });
  const { read } = await checkup();
  const [facts, ledger] = await Promise.all([read(installed), judgeReadable(table)]);
  const findings = [...ledger, ...judgeInstallation(facts, expected)];
  const isWell = !findings.some(({ kind }) => kind === 'wrong');
  if (options.json) console.log(JSON.stringify({ place, isWell, findings }, null, 2));
  else console.log(renderCheckup(place, findings));
  return isWell ? EXIT.done : EXIT.otherwise;
}

/** That it can be reached at all was asked when it was connected to; lists are another permission. */
async function judgeReadable(table: Table): Promise<Finding[]> {
  const now = Date.now();
  try {
    return [ok('ledger', 'it can be read'), ...judgeLedger(await readLedger(table, now), now)];
  } catch (error) {
    const { name, message } = error as Error;
    const isDenied = name === 'AccessDeniedException';
    return [
      unchecked(
        'ledger',
        'what is in it',
        isDenied ? 'AWS denies it' : `${name}: ${message}`,
        isDenied ? 'dynamodb:Query' : undefined,
      ),
    ];
  }
}
