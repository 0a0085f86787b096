/**
 * The metrics by which Bakewatch watches itself: functions emit them, alarms watch them (`infra/alarms.ts`). None has a release,
 * a service or a stage as its dimension: each further metric costs $0.30 a month.
 */
export const METRICS_NAMESPACE = 'Bakewatch';

/** Metrics without dimensions. */
export type Metric =
  /** 1 for each sweep of settle-releases that went well from beginning to end: its heartbeat. */
  | 'Sweeps'
  /** Releases that a sweep could not look after, and stages whose lock nobody renews any more. */
  | 'StuckReleases'
  /** Releases that wait for a stage, and for how long the one has that waits longest (0: none does). */
  | 'WaitingReleases'
  | 'OldestWaitingSeconds'
  /** Stages that a failed rollback keeps locked until a person has looked. */
  | 'KeptStages'
  /** Somebody is called: events of the ledger that are marked `page`. One too many is possible, one too few is not. */
  | 'Calls'
  /** CDEvents that EventBridge will never take. */
  | 'RefusedAnnouncements'
  /** Messages that Slack will never take. */
  | 'RefusedMessages'
  /** Releases that the repository's host could not be told of for three days. */
  | 'GivenUpReports'
  /** What the search for lost pushes found and could not do. */
  | 'LostPushes'
  | 'Redeliveries'
  | 'UnreadableRepositories'
  | 'FailedSearches'
  /** Widgets of dashboards that could not be shown. */
  | 'FailedWidgets';

/** Metrics with one dimension, `Outcome`: how requests from outside were answered. */
export type CountedRequests = 'Webhooks' | 'Clicks';
