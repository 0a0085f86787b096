import type { KeptDelivery } from '../deliveries.ts';

export function deliver(bareDirectory: string, delivery: KeptDelivery): Promise<KeptDelivery['attempts'][number]>;
