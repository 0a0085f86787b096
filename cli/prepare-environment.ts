/** What the SDK reads: a profile also says in which region, and at which endpoints. Called before a client is made. */
export function prepareEnvironment(profile: string | undefined): void {
  // A person's own machine has no metadata service: the SDK would wait for one that never answers.
  process.env['AWS_EC2_METADATA_DISABLED'] ??= 'true';
  if (!profile) return;
  process.env['AWS_PROFILE'] = profile;
  // Whoever names a profile means it, whatever keys her shell still has.
  for (const key of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete process.env[key];
}
