import { LoadingState, PanelProps } from '@grafana/data';
import { EmptyState, useTheme2 } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { hasRole } from '../roles';
import { BandChart } from './BandChart';
import { EpisodeCard } from './EpisodeCard';
import { EpisodeKeys } from './EpisodeKeys';
import { Lanes } from './Lanes';
import { LiveDot } from './LiveDot';
import { MOST_LINES, PanelOptions } from './options';
import { Episode, readData } from './reading';
import { useBackend } from './useBackend';

const HEAD_PX = 24;

export function AnomalyPanel({ data, width, height, options, timeRange, timeZone }: PanelProps<PanelOptions>) {
  const theme = useTheme2();
  const [picked, setPicked] = useState<string>();
  const view = useMemo(() => readData(data), [data]);
  const backend = useBackend(data);
  const { lines, episodes, live, hasValues } = view;
  if (!lines.length) {
    return data.state === LoadingState.Loading ? null : <Nothing isAsked={Boolean(data.series.length)} problem={data.errors?.[0]?.message} isLow={height < 260} />;
  }
  const isLanes = options.layout === 'lanes' || !hasValues || (options.layout === 'auto' && lines.length > MOST_LINES);
  // Live lines know the range of the moment; Grafana moves its own along only while no query fails.
  const moving = lines.find(({ feed }) => feed)?.feed;
  const span = moving?.bounds() ?? { fromMs: timeRange.from.valueOf(), toMs: timeRange.to.valueOf() };
  const card = episodes?.find(({ fingerprint }) => fingerprint === picked);
  const onPick = ({ fingerprint }: Episode) => setPicked(fingerprint);
  const chart = { lines, episodes, timeZone, ...span, width, height: height - HEAD_PX, onPick };
  return (
    <div data-testid="barograph-panel" style={{ position: 'relative' }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', height: HEAD_PX, color: theme.colors.text.secondary }}>
        <span aria-live="polite">{sayOpen(episodes)}</span>
        {live && <LiveDot state={live} />}
      </div>
      {episodes && <EpisodeKeys episodes={episodes} onPick={onPick} />}
      {isLanes ? <Lanes {...chart} /> : <BandChart {...chart} hasBand={options.hasBand} />}
      {card && <EpisodeCard key={card.fingerprint} episode={card} {...backend} mayJudge={hasRole('Editor')} onClose={() => setPicked(undefined)} />}
    </div>
  );
}

/** Where nobody asked for anomalies, all may be calm or not. */
function sayOpen(episodes?: Episode[]): string {
  const open = episodes?.filter(({ isOpen }) => isOpen).length;
  return open ? `${open} open ${open > 1 ? 'anomalies' : 'anomaly'}` : open === 0 ? 'Nothing unusual now' : '';
}

/** Nothing to draw yet, and what to do about it. */
function Nothing({ isAsked, problem, isLow }: { isAsked: boolean; problem?: string; isLow: boolean }) {
  if (problem) {
    return (
      <EmptyState variant="not-found" message="No series yet" hideImage={isLow}>
        {problem}
      </EmptyState>
    );
  }
  return (
    <EmptyState variant="not-found" message={isAsked ? 'No series in this time range' : 'No series yet'} hideImage={isLow}>
      {isAsked
        ? 'The detector may still be learning, or its source has no such series: look at "Detector health".'
        : 'Add a query "Series with band" of the Barograph data source, and one of "Anomalies" beside it.'}
    </EmptyState>
  );
}
