import * as sdk from '@aws-sdk/client-secrets-manager';
import type { HttpService } from '#local/http/http-service.ts';
import { jsonService } from '#local/http/json-service.ts';
import type { Clock } from '#local/time/clock.ts';
import { secretOperations } from './secret-operations.ts';
import { openSecretStore } from './secret-store.ts';

/** Secrets Manager with its state in `dir` (':memory:' keeps none). The values are not encrypted: keep `dir` private. */
export function createSecretsManager({ dir, clock }: { dir: string; clock: Clock }): {
  service: HttpService;
  /** The whole ARN of the secret of that name or ARN; undefined when there is none. */
  arnOf(nameOrArn: string): string | undefined;
  close(): void;
} {
  const store = openSecretStore(dir);
  return {
    service: jsonService({
      name: 'secretsmanager',
      target: 'secretsmanager',
      sdk,
      operations: secretOperations(store, clock),
    }),
    arnOf: (nameOrArn) => store.find(nameOrArn)?.arn,
    close: () => store.database.close(),
  };
}
