import { PanelProps } from '@grafana/data';
import { EmptyState, useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { BandChart } from './BandChart';
import { Lanes } from './Lanes';
import { LiveDot } from './LiveDot';
import { MOST_LINES, PanelOptions } from './options';
import { readData } from './reading';

const HEAD_PX = 24;

export function AnomalyPanel({ data, width, height, options, timeRange, timeZone }: PanelProps<PanelOptions>) {
  const theme = useTheme2();
  const view = useMemo(() => readData(data), [data]);
  const { lines, episodes, live } = view;
  if (!lines.length) {
    return (
      <EmptyState variant="not-found" message="No series yet" hideImage={height < 260}>
        Add a query &quot;Series with band&quot; of the Barograph data source, and one of &quot;Anomalies&quot; beside it.
      </EmptyState>
    );
  }
  const isLanes = options.layout === 'lanes' || (options.layout === 'auto' && lines.length > MOST_LINES);
  const open = episodes.filter(({ isOpen }) => isOpen).length;
  const span = { fromMs: timeRange.from.valueOf(), toMs: timeRange.to.valueOf() };
  const size = { width, height: height - HEAD_PX };
  return (
    <div data-testid="barograph-panel">
      <div style={{ display: 'flex', justifyContent: 'space-between', height: HEAD_PX, color: theme.colors.text.secondary }}>
        <span aria-live="polite">{open ? `${open} open ${open > 1 ? 'anomalies' : 'anomaly'}` : 'Nothing unusual'}</span>
        {live && <LiveDot state={live} />}
      </div>
      {isLanes ? (
        <Lanes lines={lines} episodes={episodes} {...span} {...size} />
      ) : (
        <BandChart lines={lines} episodes={episodes} hasBand={options.hasBand} timeZone={timeZone} {...span} {...size} />
      )}
    </div>
  );
}
