import type { Redelivery } from '../redeliver.ts';

export function redeliver(bareDirectory: string): Promise<Redelivery[]>;
