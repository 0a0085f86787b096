import { type GrantUse, judgeUsage } from '#local/iam/usage.ts';
import { readUsages } from '#test/fixtures/iam/usage-files.ts';

/**
 * Says what every granted action was used for in the last run of the tests. Ends with 1 when a call was refused, or when an action is
 * granted that no call used and AWS does not use itself.
 */
const usages = readUsages();
const { grants, unused, refused } = judgeUsage(usages);

const who = ({ usedBy, usedByAws }: GrantUse): string => usedBy.join(', ') || usedByAws || 'NOBODY';
const widest = (pick: (grant: GrantUse) => string): number => Math.max(0, ...grants.map((grant) => pick(grant).length));
const widths = { principal: widest(({ principal }) => principal), action: widest(({ action }) => action) };
const line = (grant: GrantUse): string =>
  `${grant.principal.padEnd(widths.principal)}  ${grant.action.padEnd(widths.action)}  ${who(grant)}`;

if (usages.length === 0) {
  console.error('No test has kept what was used of the policies: run npx vitest run test/one-machine first.');
  process.exitCode = 1;
}
for (const grant of grants) console.log(line(grant));
for (const grant of unused) console.error(`\nNobody uses ${grant.action} of ${grant.principal} (${grant.statement}).`);
for (const sentence of refused) console.error(`\nRefused: ${sentence}`);
if (grants.length > 0)
  console.log(`\n${grants.length} granted actions, ${unused.length} of them unused, ${refused.length} calls refused.`);
if (unused.length > 0 || refused.length > 0) process.exitCode = 1;
