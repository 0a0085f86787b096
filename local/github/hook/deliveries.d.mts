import type { KeptDelivery } from '../deliveries.ts';

export function deliveries(bareDirectory: string): KeptDelivery[];
export function isAnswered(delivery: Pick<KeptDelivery, 'attempts'>): boolean;
