import { action, type Input, type Store } from './dynalite-parts.ts';
import { validationError } from './dynamo-error.ts';
import { prepareInput } from './prepare-input.ts';
import { bufferWrites } from './write-buffer.ts';
import type { Writer } from './writer.ts';

/** TransactGetItems: up to 100 items as they were at one moment, in the request's order. */
export async function transactGet(writer: Writer, store: Store, input: Input): Promise<object> {
  const gets = prepare(input, store);
  return await writer.read(async () => {
    const Responses: object[] = [];
    for (const data of gets) {
      const buffer = bufferWrites(store);
      const { Item } = await buffer.run<{ Item?: object }>((callback) =>
        action('GetItem')(buffer.store, data, callback as never),
      );
      Responses.push(Item ? { Item } : {});
    }
    return { Responses };
  });
}

function prepare(input: Input, store: Store): Input[] {
  const stray = Object.keys(input).find((name) => name !== 'TransactItems');
  if (stray) throw validationError(`The parameter "${stray}" is not supported here; this one is: TransactItems`);
  const items = input['TransactItems'];
  if (!Array.isArray(items) || items.length < 1 || items.length > 100) {
    throw validationError(
      "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length between 1 and 100",
    );
  }
  return items.map((item: Input) => {
    const [kind, ...more] = Object.keys(item);
    if (kind !== 'Get' || more.length > 0) throw validationError('TransactItems can only contain Get');
    return prepareInput('GetItem', item['Get'] as Input, store);
  });
}
