import { useEffect, useState } from 'preact/hooks';
import type { ExecutionView } from '../../api/views.ts';
import { getJson } from '../get-json.ts';
import { onChange } from '../live.ts';
import type { Resource } from '../use-resource.ts';

const POLL_MS = 1_000;

/** An execution and its history; while it runs, what is new is fetched every second and with every change of the ledger. */
export function useExecution(arn: string): Resource<ExecutionView> {
  const [shown, setShown] = useState<Resource<ExecutionView> & { arn: string }>({ arn });
  useEffect(() => followExecution(arn, (found) => setShown({ arn, ...found })), [arn]);
  return shown.arn === arn ? shown : {};
}

/** Reads until the execution is over or the returned function is called. */
function followExecution(arn: string, show: (found: Resource<ExecutionView>) => void): () => void {
  let known: ExecutionView | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let isReading = false;
  const load = async (): Promise<void> => {
    if (isReading || isOver) return;
    isReading = true;
    clearTimeout(timer);
    const found = await getJson<ExecutionView>(urlOf(arn, known));
    isReading = false;
    if (isOver) return;
    known = found.data ? extended(known, found.data) : known;
    show({ ...(known ? { data: known } : {}), ...(found.problem ? { problem: found.problem } : {}) });
    if (isRunning(known)) timer = setTimeout(() => void load(), POLL_MS);
  };
  const unlisten = onChange(() => {
    if (isRunning(known)) void load();
  });
  void load();
  return () => {
    isOver = true;
    clearTimeout(timer);
    unlisten();
  };
}

const isRunning = (known: ExecutionView | undefined): boolean => !known || known.status === 'RUNNING';

const urlOf = (arn: string, known: ExecutionView | undefined): string =>
  `/api/executions/${encodeURIComponent(arn)}?after=${known?.events.at(-1)?.id ?? 0}`;

/** What was known before, with the news added. */
function extended(known: ExecutionView | undefined, news: ExecutionView): ExecutionView {
  if (!known) return news;
  const last = known.events.at(-1)?.id ?? 0;
  const { definition = news.definition } = known;
  const events = [...known.events, ...news.events.filter((event) => event.id > last)];
  return { ...news, events, ...(definition ? { definition } : {}) };
}
