// The width an element has on the screen, as it changes.
import { useEffect, useRef, useState } from 'preact/hooks';

/** A ref to measure, and its width; `first` until it is known. */
export function useWidth<T extends Element>(first = 900) {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(([entry]) => {
      const now = Math.round(entry?.contentRect.width ?? 0);
      if (now > 0) setWidth(now);
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { ref, width };
}
