import { dateTimeFormat, dateTimeFormatTimeAgo } from '@grafana/data';

/** A moment as people say it; the exact one is told on hover. */
export function Moment({ atMs }: { atMs: number | null | undefined }) {
  if (!atMs) {
    return <>never</>;
  }
  return (
    <time title={dateTimeFormat(atMs)} dateTime={new Date(atMs).toISOString()} style={{ whiteSpace: 'nowrap' }}>
      {dateTimeFormatTimeAgo(atMs)}
    </time>
  );
}
