/** What the sender of a webhook is told. */
export interface WebhookAnswer {
  status: number;
  message: string;
  releases?: string[];
}
