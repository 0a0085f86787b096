import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

const UNTIL_MEASURED = 640;
const NARROWEST = 240;

/** Tells what it surrounds how wide it is, in CSS pixels: charts are drawn for their width, so that their text keeps its size. */
export function Measured({ children }: { children: (width: number) => ComponentChildren }) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(UNTIL_MEASURED);
  useEffect(() => {
    const { current } = frame;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.max(NARROWEST, Math.floor(current.clientWidth))));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return (
    <div class="measured" ref={frame}>
      {children(width)}
    </div>
  );
}
