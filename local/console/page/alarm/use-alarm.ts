import { useEffect, useState } from 'preact/hooks';
import type { AlarmView } from '../../api/views.ts';
import { getJson } from '../get-json.ts';
import type { Resource } from '../use-resource.ts';

const POLL_MS = 2_000;

/** An alarm, looked at every two seconds: alarms change without the ledger. */
export function useAlarm(name: string): Resource<AlarmView> {
  const [read, setRead] = useState<Resource<AlarmView>>({});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const load = async (): Promise<void> => {
      const found = await getJson<AlarmView>(`/api/alarms/${encodeURIComponent(name)}`);
      if (isOver) return;
      setRead(found);
      timer = setTimeout(() => void load(), POLL_MS);
    };
    void load();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [name]);
  return read;
}
