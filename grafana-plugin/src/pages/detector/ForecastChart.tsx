import { getTimeZone } from '@grafana/data';
import { useCallback } from 'react';
import type { Detector, ForecastSeries } from '../../api/types';
import { BandChart } from '../../panel/BandChart';
import { askedLabels, labelsKey } from '../../words/labels';
import { grafanaUnit } from '../../words/units';
import { Loaded } from '../parts/Loaded';
import { Muted } from '../parts/Muted';
import { useAsked } from '../useAsked';
import { useSame } from '../useSame';
import { useWidth } from '../useWidth';
import { joined } from './foreseeing';
import type { Given } from './given';

interface Props extends Pick<Given, 'backend'> {
  detector: Detector;
  series: ForecastSeries;
  hours: number;
}

const HOUR_MS = 3_600_000;
const LONGEST_PAST_MS = 24 * HOUR_MS;
const HEIGHT_PX = 320;

/** What a series was, and what is expected of it. */
export function ForecastChart({ backend: { api }, detector: { id, spec }, series, hours }: Props) {
  const [box, width] = useWidth();
  const labels = useSame(series.labels, labelsKey(series.labels));
  const ask = useCallback(async (signal: AbortSignal) => {
    const nowMs = Date.now();
    const fromMs = nowMs - Math.min(LONGEST_PAST_MS, hours * HOUR_MS);
    return { fromMs, nowMs, past: await api.until(signal).series(id, fromMs, nowMs, askedLabels(labels), 1) };
  }, [api, id, hours, labels]);
  const unit = grafanaUnit(spec.unit ?? '');
  return (
    <div ref={box}>
      <Loaded asked={useAsked(ask)} what="what it was">
        {({ fromMs, nowMs, past }) => (
          <BandChart
            lines={[joined(past.timestamps_ms, past.series[0], series, unit)]}
            hasBand
            timeZone={getTimeZone()}
            fromMs={fromMs}
            toMs={nowMs + hours * HOUR_MS}
            width={width}
            height={HEIGHT_PX}
          />
        )}
      </Loaded>
      <Muted>Solid is what it was. The farther ahead, the less sure is what is expected.</Muted>
    </div>
  );
}
