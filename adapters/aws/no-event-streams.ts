/**
 * Stands in for the SDK's event streams inside the bundles (esbuild alias): no operation that Bakewatch calls has one, and
 * they are a tenth of the webhook's bundle. Whoever calls such an operation is told so.
 */
const absent = (): never => {
  throw new Error('Event streams are left out of the bundles: take the alias out of scripts/bundle.ts.');
};

export const EventStreamSerde = absent;
export const eventStreamSerdeProvider = absent;

/** A client that has such an operation among others asks for this when it is made: it needs nothing for the others. */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;
