import { useEffect, useMemo } from 'react';
import type { Line } from './reading';

/** Lines that can go on by themselves, in the columns that grow. */
export function growing(lines: Line[]): Line[] {
  return lines.map((line) => ({ ...line, ...line.feed?.seriesOf(line.labels) }));
}

/** Paint at most once a frame of the screen each time that one of the lines goes on, without React in between. */
export function useGrowth(lines: Line[], paint: () => void): void {
  const feeds = useMemo(() => [...new Set(lines.map(({ feed }) => feed).filter((feed) => feed !== undefined))], [lines]);
  useEffect(() => {
    let asked = 0;
    const ask = () => {
      asked ||= requestAnimationFrame(() => {
        asked = 0;
        paint();
      });
    };
    const stops = feeds.map((feed) => feed.follow(ask));
    return () => {
      cancelAnimationFrame(asked);
      stops.forEach((stop) => stop());
    };
  }, [feeds, paint]);
}
