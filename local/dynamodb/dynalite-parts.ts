import { createRequire } from 'node:module';
import db from 'dynalite/db/index.js';

/**
 * The internals of dynalite 4.0.0 that this room stands on: its store, its validators and its actions. It has no
 * `exports` map and promises nothing about them, hence the exact version in package.json and the tests of this room.
 */
export type Callback<T> = (error: Error | null, value?: T) => void;

/** An attribute value as on the wire: `{ S: 'x' }`. */
export type AttributeValue = Record<string, unknown>;
export type Item = Record<string, AttributeValue>;

export interface KeySchemaElement {
  AttributeName: string;
  KeyType: 'HASH' | 'RANGE';
}

/** A table's row: what DescribeTable answers. */
export interface Table {
  TableName: string;
  TableArn: string;
  TableStatus: string;
  KeySchema: KeySchemaElement[];
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  StreamSpecification?: { StreamEnabled: boolean; StreamViewType?: string };
  DeletionProtectionEnabled?: boolean;
  [attribute: string]: unknown;
}

export interface SubDb {
  lock(key: string, run: (release: <T>(callback: T) => T) => void): void;
  get(key: string, callback: Callback<unknown>): void;
  put(key: string, value: unknown, callback: Callback<void>): void;
  del(key: string, callback: Callback<void>): void;
  batch(operations: BatchOperation[], callback: Callback<void>): void;
  createKeyStream(options: unknown): unknown;
  createValueStream(options: unknown): unknown;
}

export type BatchOperation = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };

export interface Range {
  gt?: string;
  gte?: string;
  lt?: string;
  limit?: number;
  reverse?: boolean;
}

/** The ordered key-value store below it all: LevelDB on disk, or its twin in memory. */
export interface LevelStore {
  open(): Promise<void>;
  close(): Promise<void>;
  get(key: string): Promise<unknown>;
  batch(operations: BatchOperation[]): Promise<void>;
  keys(range: Range): AsyncIterable<string>;
  values(range: Range): AsyncIterable<unknown>;
  iterator(range: Range): AsyncIterable<[string, unknown]>;
}

export interface Store {
  options: Record<string, unknown>;
  db: LevelStore;
  tableDb: SubDb & { awsAccountId: string; awsRegion: string };
  getItemDb(table: string): SubDb;
  getIndexDb(type: string, table: string, index: string): SubDb;
  getTagDb(table: string): SubDb;
  deleteItemDb(table: string, callback: Callback<void>): void;
  deleteIndexDb(type: string, table: string, index: string, callback: Callback<void>): void;
  deleteTagDb(table: string, callback: Callback<void>): void;
  getTable(name: string, checkStatus: boolean, callback: Callback<Table>): void;
}

export type Action = (store: Store, data: Input, callback: Callback<object>) => void;
export type Input = Record<string, unknown>;

/** A parameter's type in dynalite's words: a name (`String`, `Map<AttributeValue>`) or a node with children. */
export type ParameterType = string | { type: string; children?: ParameterType | Record<string, ParameterType> };

export interface Validation {
  types: Record<string, ParameterType>;
  custom?: (data: Input, store: Store) => string | undefined;
}

interface Rules {
  checkTypes(data: Input, types: Validation['types']): Input;
  checkValidations(data: Input, types: Validation['types'], custom: Validation['custom'], store: Store): void;
}

interface Database {
  create(options: { path?: string; createTableMs: number; deleteTableMs: number; updateTableMs: number }): Store;
  createKey(item: Item, table: Table): string;
  validateKey(key: Item, table: Table): Error | undefined;
  checkConditional(data: Input, existing: Item | undefined): Error | undefined;
  itemSize(item: Item): number;
}

const require = createRequire(import.meta.url);

export const database = db as Database;
export const rules = require('dynalite/validations/index.js') as Rules;
export const action = (name: string): Action => require(`dynalite/actions/${fileOf(name)}.js`) as Action;
export const validation = (name: string): Validation =>
  require(`dynalite/validations/${fileOf(name)}.js`) as Validation;

const fileOf = (operation: string): string => `${operation.charAt(0).toLowerCase()}${operation.slice(1)}`;
