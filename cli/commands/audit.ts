import { sayAsked } from '#core/commands/say-asked.ts';
import type { CommandRecord, Stored } from '#core/ledger/items.ts';
import { COMMAND_PREFIX, keys } from '#core/ledger/keys.ts';
import { contentOf } from '#core/ledger/record.ts';
import { ago } from '#core/words/ago.ts';
import { askedServices } from '../asked-services.ts';
import { connect } from '../connect.ts';
import type { Where } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';
import { plain, style } from '../render/style.ts';
import { renderTable } from '../render/table.ts';

/** Where the commands are kept that concern every service. */
const ALL = '*';

/** What people asked for, newest first, with who, why, and what became of it; also what was refused. */
export async function audit(
  service: string | undefined,
  options: Where & { json: boolean; limit: number },
): Promise<number> {
  const { table } = await connect(options);
  const scopes = [...(await askedServices(table, service)), ALL];
  const found = await Promise.all(
    scopes.map((scope) =>
      table.list(keys.commandRecord(scope, 0, '').pk, {
        prefix: COMMAND_PREFIX,
        newestFirst: true,
        limit: options.limit,
      }),
    ),
  );
  const records = (found.flat() as Stored<CommandRecord>[])
    .sort((one, other) => other.at - one.at)
    .slice(0, options.limit)
    .map(contentOf<CommandRecord>);
  if (options.json) console.log(JSON.stringify(records, null, 2));
  else if (records.length === 0) console.log('Nobody has asked for anything yet.');
  else console.log(renderTable(['when', 'who', 'asked for', 'why', 'what became of it'], records.map(row)));
  return EXIT.done;
}

function row(record: CommandRecord): string[] {
  const { by, via, at, reason, isDone, message } = record;
  return [
    ago(at, Date.now()),
    `${style('bold', plain(by))}${via === 'cli' ? '' : ` (${via})`}`,
    plain(sayAsked(record)),
    plain(reason),
    isDone ? plain(message) : `${style('yellow', 'refused:')} ${plain(message)}`,
  ];
}
