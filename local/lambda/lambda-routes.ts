import type { Mappings } from './event-source-mappings.ts';
import { describeFunction } from './function-configuration.ts';
import {
  createFunction,
  describeAsyncInvoke,
  type FunctionContext,
  findFunction,
  functionName,
  getFunction,
  listFunctions,
  putAsyncInvoke,
  putConcurrency,
  updateCode,
  updateConfiguration,
} from './function-operations.ts';
import { createUrl, describeUrl, type UrlContext } from './function-url.ts';
import { supportOnly } from './lambda-error.ts';
import { CREATE_PARAMETERS, describeMapping, type MappingInput, UPDATE_PARAMETERS } from './mapping-record.ts';

type Context = FunctionContext & UrlContext & { mappings: Mappings };

/** One parsed request: the name or id in its path, its JSON body, its query. */
export interface Call {
  id: string;
  input: object;
  query: URLSearchParams;
}

interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: RegExp;
  status: number;
  /** Query parameters that are understood. */
  queries?: string[];
  run(context: Context, call: Call): object | undefined;
}

const FUNCTION = '/2015-03-31/functions/([^/]+)';
const CONCURRENCY = '/functions/([^/]+)/concurrency';
const ASYNC_INVOKE = '/2019-09-25/functions/([^/]+)/event-invoke-config';
const URL_CONFIG = '/2021-10-31/functions/([^/]+)/url';
const MAPPINGS = '/2015-03-31/event-source-mappings';

const route = (
  method: Route['method'],
  path: string,
  status: number,
  run: Route['run'],
  queries: string[] = [],
): Route => ({ method, path: new RegExp(`^${path}/?$`), status, run, queries });

/** Runs on the function that the path names. */
const onFunction =
  (
    run: (context: Context, record: ReturnType<typeof findFunction>, input: object) => object | undefined,
  ): Route['run'] =>
  (context, { id, input }) =>
    run(context, findFunction(context, id), input);

/** Every operation but Invoke, by method and path (Lambda API reference). */
export const routes: Route[] = [
  route('POST', '/2015-03-31/functions', 201, (context, { input }) => createFunction(context, input)),
  route('GET', '/2015-03-31/functions', 200, (context, { query }) => listFunctions(context, query), [
    'MaxItems',
    'Marker',
  ]),
  route(
    'GET',
    FUNCTION,
    200,
    onFunction((_, record) => getFunction(record)),
  ),
  route(
    'DELETE',
    FUNCTION,
    204,
    onFunction(({ functions }, { name }) => void functions.remove(name)),
  ),
  route(
    'GET',
    `${FUNCTION}/configuration`,
    200,
    onFunction((_, record) => describeFunction(record)),
  ),
  route('PUT', `${FUNCTION}/configuration`, 200, onFunction(updateConfiguration)),
  route('PUT', `${FUNCTION}/code`, 200, onFunction(updateCode)),
  route('PUT', `/2017-10-31${CONCURRENCY}`, 200, onFunction(putConcurrency)),
  route(
    'GET',
    `/2019-09-30${CONCURRENCY}`,
    200,
    onFunction((_, { reservedConcurrency }) =>
      reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency },
    ),
  ),
  route(
    'DELETE',
    `/2017-10-31${CONCURRENCY}`,
    204,
    onFunction(({ functions }, { reservedConcurrency: _, ...record }) => void functions.save(record)),
  ),
  route('PUT', ASYNC_INVOKE, 200, onFunction(putAsyncInvoke)),
  route(
    'GET',
    ASYNC_INVOKE,
    200,
    onFunction((_, record) => describeAsyncInvoke(record)),
  ),
  route('POST', URL_CONFIG, 201, onFunction(createUrl)),
  route('GET', URL_CONFIG, 200, onFunction(describeUrl)),
  route(
    'DELETE',
    URL_CONFIG,
    204,
    onFunction(({ functions }, { urlCreatedAt: _, ...record }) => void functions.save(record)),
  ),
  route('POST', MAPPINGS, 202, ({ mappings }, { input }) => {
    supportOnly(input, CREATE_PARAMETERS);
    const { FunctionName = '' } = input as MappingInput;
    return describeMapping(mappings.create(functionName(FunctionName), input));
  }),
  route('GET', MAPPINGS, 200, listMappings, ['FunctionName', 'EventSourceArn', 'MaxItems']),
  route('GET', `${MAPPINGS}/([^/]+)`, 200, ({ mappings }, { id }) => describeMapping(mappings.get(id))),
  route('PUT', `${MAPPINGS}/([^/]+)`, 202, ({ mappings }, { id, input }) => {
    supportOnly(input, UPDATE_PARAMETERS);
    return describeMapping(mappings.update(id, input));
  }),
  route('DELETE', `${MAPPINGS}/([^/]+)`, 202, ({ mappings }, { id }) => describeMapping(mappings.remove(id))),
];

function listMappings({ mappings }: Context, { query }: Call): object {
  const name = query.get('FunctionName');
  const source = query.get('EventSourceArn');
  const listed = mappings
    .list()
    .filter((mapping) => name === null || mapping.functionName === functionName(name))
    .filter((mapping) => source === null || mapping.streamArn === source);
  return { EventSourceMappings: listed.map(describeMapping) };
}
