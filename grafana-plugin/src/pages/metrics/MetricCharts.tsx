import { formattedValueToString, getTimeZone, getValueFormat } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { parseMetrics } from '../../api/metrics';
import { sayNumber } from '../../words/amounts';
import { BandChart } from '../../panel/BandChart';
import type { PageBackend } from '../backend';
import { Loaded } from '../parts/Loaded';
import { Muted } from '../parts/Muted';
import { useAsked } from '../useAsked';
import { useWidth } from '../useWidth';
import { CHARTS } from './charts';
import { Chart, keep, pointsOf, Reading, readingOf } from './readings';

const EVERY_MS = 5_000;
const SPAN_MS = 20 * 60_000;
const HEIGHT_PX = 140;
/** Rates take two answers, and a line two of them. */
const FIRST_LINE = 3;

/** Barograph's own metrics since the page was opened; nothing is stored. */
export function MetricCharts({ backend: { manage } }: { backend: PageBackend }) {
  const theme = useTheme2();
  const asked = useAsked(manage.metrics, EVERY_MS);
  const [readings, setReadings] = useState<Reading[]>([]);
  const { value } = asked;
  useEffect(() => {
    if (value) {
      setReadings((known) => keep(known, readingOf(parseMetrics(value.text), value.atMs)));
    }
  }, [value]);
  const columns = `repeat(auto-fill, minmax(min(100%, ${theme.spacing(45)}), 1fr))`;
  return (
    <Loaded asked={asked} what="its metrics">
      {() => (
        <>
          {readings.length < FIRST_LINE && <Muted>The lines begin with the third answer.</Muted>}
          <div style={{ display: 'grid', gridTemplateColumns: columns, gap: theme.spacing(2) }}>
            {CHARTS.map((chart) => (
              <Small key={chart.title} chart={chart} readings={readings} />
            ))}
          </div>
        </>
      )}
    </Loaded>
  );
}

function Small({ chart, readings }: { chart: Chart; readings: Reading[] }) {
  const theme = useTheme2();
  const [box, width] = useWidth();
  const { times, values } = pointsOf(chart, readings);
  const last = values.at(-1) ?? null;
  const [fromMs, toMs] = [Math.max(times[0] ?? 0, (times.at(-1) ?? 0) - SPAN_MS), times.at(-1) ?? 0];
  const none = times.map(() => null);
  const line = { name: chart.title, unit: chart.unit, labels: {}, times, value: values, expected: none, lower: none, upper: none, score: none };
  return (
    <figure style={{ margin: 0, minWidth: 0 }} aria-label={chart.title}>
      <figcaption>
        <Muted>{chart.title}</Muted> <strong style={{ fontSize: theme.typography.h4.fontSize }}>{sayLast(last, chart.unit)}</strong>
      </figcaption>
      <div ref={box} style={{ height: HEIGHT_PX }}>
        {width > 0 && times.length > 1 && (
          <BandChart lines={[line]} hasBand={false} timeZone={getTimeZone()} fromMs={fromMs} toMs={toMs} width={width} height={HEIGHT_PX} />
        )}
      </div>
    </figure>
  );
}

function sayLast(value: number | null, unit: string): string {
  return value === null ? '–' : unit === 'short' ? sayNumber(Math.round(100 * value) / 100) : formattedValueToString(getValueFormat(unit)(value));
}
