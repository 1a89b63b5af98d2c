import { dateTime } from '@grafana/data';
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import { useCallback, useMemo } from 'react';
import { useParams } from 'react-router-dom';
import { BandChart } from '../panel/BandChart';
import { Lanes } from '../panel/Lanes';
import { MOST_LINES } from '../panel/options';
import { readData } from '../panel/reading';
import { anomaliesFrame, bandFrames } from '../datasource/frames';
import type { Anomaly, Detector, SeriesAnswer } from '../api/types';
import { AnomalyList } from './AnomalyList';
import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { StateBadge } from './StateBadge';
import { useAnomalies } from './useAnomalies';
import { useAsked } from './useAsked';
import { useWidth } from './useWidth';

const SPAN_MS = 6 * 3_600_000;
const EVERY_MS = 30_000;
const HEIGHT_PX = 320;

export default function DetectorPage() {
  const { id = '' } = useParams();
  return <Frame title={id}>{(backend) => <One key={id} id={id} backend={backend} />}</Frame>;
}

function One({ id, backend }: { id: string; backend: PageBackend }) {
  const { api } = backend;
  const detector = useAsked(useCallback(() => api.detector(id), [api, id]), EVERY_MS);
  const ask = useCallback(async () => {
    const endMs = Date.now();
    return { endMs, answer: await api.series(id, endMs - SPAN_MS, endMs, [], 200) };
  }, [api, id]);
  const series = useAsked(ask, EVERY_MS);
  const { anomalies } = useAnomalies(backend, id);
  if (detector.problem && !detector.value) {
    throw detector.problem;
  }
  if (!detector.value) {
    return <LoadingPlaceholder text="Asking for the detector" />;
  }
  const { spec, health, origin } = detector.value;
  return (
    <>
      <p>
        <StateBadge state={health.state} /> {health.sentence}
      </p>
      <p>{spec.description}</p>
      {series.problem && !series.value && <Alert severity="warning" title="The series can't be computed">{series.problem.message}</Alert>}
      {series.value && <Chart {...series.value} detector={detector.value} anomalies={anomalies ?? []} />}
      <h3>Episodes of the last day</h3>
      <AnomalyList anomalies={anomalies ?? []} empty="Nothing unusual in the last day." />
      <h3>How it looks</h3>
      <pre>{JSON.stringify(spec, null, 2)}</pre>
      <p>Made in: {origin}</p>
    </>
  );
}

interface ChartProps {
  answer: SeriesAnswer;
  endMs: number;
  detector: Detector;
  anomalies: Anomaly[];
}

function Chart({ answer, endMs, detector, anomalies }: ChartProps) {
  const [box, width] = useWidth();
  const { lines, episodes } = useMemo(() => {
    const known = new Map([[detector.id, detector]]);
    return readData({ series: [...bandFrames(answer, detector, 'A'), anomaliesFrame(anomalies, known, 'B')] });
  }, [answer, detector, anomalies]);
  const size = { width, height: HEIGHT_PX, fromMs: dateTime(endMs - SPAN_MS).valueOf(), toMs: endMs };
  return (
    <div ref={box}>
      {width > 0 && lines.length > MOST_LINES && <Lanes lines={lines} episodes={episodes} {...size} />}
      {width > 0 && lines.length > 0 && lines.length <= MOST_LINES && (
        <BandChart lines={lines} episodes={episodes} hasBand timeZone="browser" {...size} />
      )}
      {!lines.length && <p>The source has no series for this expression in the last six hours.</p>}
    </div>
  );
}
