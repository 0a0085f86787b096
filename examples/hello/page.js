/** The page at `/`. Everything in it comes from the environment, so it is escaped. */
export function page({ version, release, stage }) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>hello</title>
    <style>body { font: 18px/1.6 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1rem }</style>
  </head>
  <body>
    <h1>Hello!</h1>
    <p>This is version <b>${escaped(version)}</b>, release <b>${escaped(release)}</b>, in <b>${escaped(stage)}</b>.</p>
  </body>
</html>
`;
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
