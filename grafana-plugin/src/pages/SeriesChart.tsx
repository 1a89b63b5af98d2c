import { getTimeZone } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import type { Anomaly, Detector, SeriesAnswer } from '../api/types';
import { anomaliesFrame, bandFrames } from '../datasource/frames';
import type { Bounds } from '../datasource/span';
import { BandChart } from '../panel/BandChart';
import { Lanes } from '../panel/Lanes';
import { MOST_LINES } from '../panel/options';
import { readData } from '../panel/reading';
import { AXIS_PX } from '../panel/TimeAxis';
import { Muted } from './parts/Muted';
import { useWidth } from './useWidth';

interface Props extends Bounds {
  answer: SeriesAnswer;
  detector: Detector;
  anomalies: Anomaly[];
  height: number;
  axisPx?: number;
}

const LANE_PX = 28;

/** Series of a detector with their bands and episodes, as lines where they are few and as lanes where they are many. */
export function SeriesChart({ answer, detector, anomalies, axisPx, height, ...span }: Props) {
  const theme = useTheme2();
  const [box, width] = useWidth();
  const { lines, episodes } = useMemo(() => {
    const known = new Map([[detector.id, detector]]);
    return readData({ series: [...bandFrames(answer, detector, 'A'), anomaliesFrame(anomalies, known, 'B')] });
  }, [answer, detector, anomalies]);
  const chart = { lines, episodes, timeZone: getTimeZone(), width, ...span };
  return (
    <div ref={box} style={{ marginBottom: theme.spacing(2) }}>
      {width > 0 && lines.length > MOST_LINES && (
        <Lanes {...chart} height={Math.min(height, LANE_PX * lines.length + AXIS_PX)} />
      )}
      {width > 0 && lines.length > 0 && lines.length <= MOST_LINES && (
        <BandChart {...chart} hasBand height={height} axisPx={axisPx} />
      )}
      {lines.length > 0 && answer.series_total > lines.length && <Muted>{`The ${lines.length} strangest of ${answer.series_total} series`}</Muted>}
      {!lines.length && <p>The source has no series for this expression in this time.</p>}
    </div>
  );
}
