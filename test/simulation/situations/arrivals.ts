import { fault, type Recognise, told } from './seen.ts';

/** W and E of scenarios.md: pushes, and events at every hop. */
export const ARRIVALS: Record<string, Recognise> = {
  W01: told(/push \d+: forged/),
  W13: fault(/^webhook of push .*: twice/m),
  W14: told(/somebody replays the delivery/),
  W15: told(/push \d+: delete/),
  W18: told(/push \d+: (reset|replace)/),
  W22: told(/push \d+: commit/),
  W25: told(/this commit was built before/),
  E01: fault(/^start-release .* executions\.start \d+: (before|crash before|throttled)/m),
  E02: fault(/^start-release .* executions\.start \d+: (after|late|crash after|hang)/m),
  E03: fault(/^webhook of push .*: delay \d{7,}/m),
  E04: told(/came after it and arrived first/),
  E05: told(/superseded by \S+, which reached/),
  E06: fault(/^webhook of push .*: twice/m),
  E08: fault(/^event of service .*: delay/m),
  E09: told(/the tasks never started/),
  E10: fault(/^(event of service|build \S+ to states) .*: drop/m),
  E12: fault(/^(await-bake|await-deployment|enter-stage) .* table\.write \d+: (slow|freeze before)/m),
  E13: fault(/tokens\.answer \d+: (after|late|freeze before|crash after)/),
  E15: fault(/^resume-waits .*: (before|throttled|crash before)/m),
  E16: fault(/^event of .*: drop/m),
};
