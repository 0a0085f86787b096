import { both, fault, moved, type Recognise, setUp, told } from './seen.ts';

/** A, C, F, K and T of scenarios.md: calls, crashes, executions, locks and clocks, the ledger. */
export const MISHAPS: Record<string, Recognise> = {
  A03: fault(/^start-(deployment|rollback) .* fleet\.\w+ \d+: (throttled|before)/m),
  A04: fault(/^start-deployment .* fleet\.deploy \d+: (after|late)/m),
  A10: told(/nothing comes from: fleet reads/),
  C01: fault(/^start-deployment .* fleet\.deploy \d+: (crash after|freeze after)/m),
  C02: fault(/: (freeze (before|after)|hang)/),
  C05: fault(/^leave-(stage|after-rollback) .* table\.write \d+: crash/m),
  C07: fault(/^notify .* chat\.post \d+: (crash after|late|after)/m),
  F03: told(/console of AWS: redrive/),
  F04: told(/console of AWS: install anew/),
  F09: fault(/executions\.start \d+: throttled/),
  F10: both(
    setUp(({ targets }) => targets === 2),
    told(/turns production around/),
  ),
  F11: told(/console of AWS: start it again/),
  K01: told(/console of AWS: stop the execution/),
  K02: told(/is inconclusive/),
  K04: fault(/^leave-stage .* table\.write \d+: (after|late)/m),
  K05: fault(/^(start-deployment|start-rollback|leave-stage) .*: freeze/m),
  K07: fault(/^invoke enter-stage .*: twice/m),
  K08: setUp(({ skewMs }) => skewMs > 0),
  K09: both(
    setUp(({ stages }) => stages === 2),
    told(/waits for production/),
  ),
  K10: told(/lifted the hold/),
  K11: both(moved('WAITING -> SUPERSEDED'), moved('WAITING -> DEPLOYING')),
  K12: fault(/^enter-stage .* table\.(read|write) \d+: (throttled|before)/m),
  T02: fault(/^invoke \S+ .*: twice/m),
  T04: fault(/table\.write \d+: (after|late)/),
};
