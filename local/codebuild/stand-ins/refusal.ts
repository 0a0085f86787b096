/** A refusal that says what the stand-in is: nobody should search docker's documentation for it. */
export const refusal = (what: string): Error =>
  new Error(
    `${what} This is not docker but its stand-in on one machine: it packs files into an image without running anything. ` +
      'It knows "build -t NAME [-f FILE] [--build-arg K=V] DIR", "push", "tag", "login" and ' +
      '"inspect --format {{index .RepoDigests 0}}", and in a Dockerfile one FROM, WORKDIR, COPY, ENV, ARG, EXPOSE, LABEL, ' +
      'USER and the JSON form of CMD and ENTRYPOINT.',
  );
