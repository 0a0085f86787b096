import { MOST_RELEASES } from './parse-asked.ts';

/** What the editor of a dashboard shows of this function; the first block of YAML becomes the parameters of a new widget. */
export const DOCUMENTATION = `### Bakewatch: releases

Shows what Bakewatch remembers: what runs where and since when, what waits and why, and the history of releases. It reads the ledger, and changes nothing.

\`\`\`yaml
show: overview
\`\`\`

| show | what it shows | further parameters |
|---|---|---|
| \`overview\` | each service in its stages: what runs since when, what waits and why, holds, freezes | \`service\`: only this one |
| \`history\` | the last releases: state, commit, reason, when | \`service\`: only of this one; \`last\`: how many, 20 if not said, ${MOST_RELEASES} at most |
| \`release\` | one release: its way, verdicts, and everything that happened to it | \`release\`: hello#142 |
| \`delivery\` | how often, how fast and how safely is delivered | \`service\`: only this one; \`days\`: the window, 7, 30 and 90 if not said |

The history of one service:

\`\`\`yaml
show: history
service: hello
last: 30
\`\`\`

Whoever looks needs \`lambda:InvokeFunction\` on this function: docs/install.md of Bakewatch, "Releases on the dashboard".
`;
