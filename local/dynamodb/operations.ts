import type { Clock } from '#local/time/clock.ts';
import { createTable, deleteTable, updateTable } from './change-table.ts';
import { describeContinuousBackups, updateContinuousBackups } from './continuous-backups.ts';
import { action, type Input, type Store } from './dynalite-parts.ts';
import { prepareInput } from './prepare-input.ts';
import { describeTimeToLive, updateTimeToLive } from './time-to-live.ts';
import { transactGet } from './transact-get.ts';
import { transactWrite } from './transact-write.ts';
import { bufferWrites, type WriteBuffer } from './write-buffer.ts';
import { applyWrite, type ItemWrite, prepareWrite } from './write-item.ts';
import type { Writer } from './writer.ts';

export type Operations = Record<string, (input: Input) => Promise<object>>;

/** Every operation there is here, by name. All writes go through the one writer; reads see no write half done. */
export function operations(store: Store, writer: Writer, clock: Clock): Operations {
  const item = (name: ItemWrite['operation']) => async (input: Input) => {
    const write = prepareWrite(name, input, store);
    return await writer.write((buffer) => applyWrite(buffer, write));
  };
  const buffered = (change: (buffer: WriteBuffer, input: Input) => Promise<object>) => (input: Input) =>
    writer.write((buffer) => change(buffer, input));
  const dynaliteWrite = (name: string) => async (input: Input) => {
    const data = prepareInput(name, input, store);
    return await writer.write((buffer) => buffer.run<object>((done) => action(name)(buffer.store, data, done)));
  };
  const dynaliteRead = (name: string) => async (input: Input) => {
    const data = prepareInput(name, input, store);
    const { store: readable, run } = bufferWrites(store);
    return await writer.read(() => run<object>((done) => action(name)(readable, data, done)));
  };
  const reads = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'DescribeTable', 'ListTables', 'ListTagsOfResource'];
  return {
    ...Object.fromEntries(reads.map((name) => [name, dynaliteRead(name)])),
    PutItem: item('PutItem'),
    UpdateItem: item('UpdateItem'),
    DeleteItem: item('DeleteItem'),
    BatchWriteItem: dynaliteWrite('BatchWriteItem'),
    TagResource: dynaliteWrite('TagResource'),
    UntagResource: dynaliteWrite('UntagResource'),
    TransactWriteItems: (input) => transactWrite(writer, store, clock, input),
    TransactGetItems: (input) => transactGet(writer, store, input),
    CreateTable: buffered((buffer, input) => createTable(buffer, store, clock, input)),
    UpdateTable: buffered((buffer, input) => updateTable(buffer, store, clock, input)),
    DeleteTable: buffered((buffer, input) => deleteTable(buffer, store, input)),
    UpdateTimeToLive: buffered((buffer, input) => updateTimeToLive(buffer, store, input)),
    DescribeTimeToLive: buffered((buffer, input) => describeTimeToLive(buffer, store, input)),
    UpdateContinuousBackups: buffered((buffer, input) => updateContinuousBackups(buffer, store, clock, input)),
    DescribeContinuousBackups: buffered((buffer, input) => describeContinuousBackups(buffer, store, clock, input)),
  };
}
