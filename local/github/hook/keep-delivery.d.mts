import type { KeptDelivery } from '../deliveries.ts';
import type { RepositorySettings } from '../repositories.ts';

export function keepDelivery(
  bareDirectory: string,
  settings: RepositorySettings,
  about: { event: string; payload: object; index: number; update?: object },
): KeptDelivery | undefined;
