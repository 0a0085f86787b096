/** The host answers no more questions until then (epoch ms): a rate limit. */
export class HostBusy extends Error {
  override name = 'HostBusy';
  readonly until: number;

  constructor(message: string, until: number) {
    super(message);
    this.until = until;
  }
}
