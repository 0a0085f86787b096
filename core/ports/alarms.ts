export interface Transition {
  /** Epoch ms. */
  at: number;
  to: string;
  reason: string;
}

/** A fresh look at one alarm. Unknown is its own thing: it is never OK. */
export type AlarmReading =
  | { name: string; kind: 'missing' }
  | { name: string; kind: 'unreadable'; why: string }
  | {
      name: string;
      kind: 'read';
      arn: string;
      /** OK, ALARM or INSUFFICIENT_DATA. */
      state: string;
      reason: string;
      /** When the state last changed. */
      changedAt: number;
      /** Hash over everything that decides when it fires, and whether its actions are on. */
      configuration: string;
      /** One evaluation: period x evaluation periods, in ms. */
      evaluationMs: number;
      /** State changes since the time asked for, oldest first. */
      transitions: Transition[];
    };

export interface EvidenceMetric {
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  /** How fine the metric is kept, in ms: AWS's own metrics a minute, high-resolution ones down to a second. */
  period: number;
}

/** A region and an account: by default where Bakewatch is installed. */
export interface Where {
  region?: string | undefined;
  /** ARN of the role to assume for it, in another account. */
  role?: string | undefined;
}

export interface Alarms {
  /**
   * One reading per name, in that order, with what became of each since the time asked for (epoch ms). Never throws for a single alarm:
   * it is `missing` or `unreadable`.
   */
  read(where: Where, names: string[], since: (name: string) => number): Promise<AlarmReading[]>;
  /** Sum of the metric over the whole periods in [from, to] (what came before `from` never counts), or why it cannot be read. */
  samples(where: Where, metric: EvidenceMetric, from: number, to: number): Promise<number | { unreadable: string }>;
}
