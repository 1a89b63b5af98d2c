import { RefObject, useEffect, useRef, useState } from 'react';

/** The width that an element has at the moment. */
export function useSize(): [RefObject<HTMLDivElement>, number] {
  const box = useRef<HTMLDivElement>(null) as RefObject<HTMLDivElement>;
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(box.current as HTMLDivElement);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
