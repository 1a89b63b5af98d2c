import { LoadingState, PanelData, PanelPlugin, PanelProps, rangeUtil } from '@grafana/data';
import { ComponentType, useEffect, useState } from 'react';
import type { Band, SeriesAnswer } from '../src/api/types';
import { bandFrames, scoreFrames } from '../src/datasource/frames';
import { putScores } from '../src/datasource/merging';
import { styled } from './useAnswer';

const POINTS = 240;
const STEP_MS = 15_000;
const CHANNELS = ['value', 'expected', 'lower', 'upper', 'score'] as const;

/** The panel with synthetic series that all get a point many times a second: `/bench?series=500&rate=10&kind=score`. */
export function Bench({ panel }: { panel: PanelPlugin }) {
  const wishes = new URLSearchParams(location.search);
  const data = useUpdates(Number(wishes.get('series') ?? 500), Number(wishes.get('rate') ?? 10), wishes.get('kind') ?? 'series');
  const Panel = panel.panel as ComponentType<Partial<PanelProps>>;
  return (
    <Panel
      data={data}
      options={{ layout: 'lanes', hasBand: true }}
      width={1360}
      height={960}
      timeRange={data.timeRange}
      timeZone="browser"
    />
  );
}

function useUpdates(count: number, rate: number, kind: string): PanelData {
  const [known, setKnown] = useState(() => firstAnswer(count));
  useEffect(() => {
    const timer = setInterval(() => setKnown((old) => nextAnswer(old)), 1000 / rate);
    return () => clearInterval(timer);
  }, [rate]);
  const series = styled(kind === 'score' ? scoreFrames(known, 'A') : bandFrames(known, undefined, 'A'));
  const to = known.timestamps_ms.at(-1) ?? 0;
  return { state: LoadingState.Streaming, series, timeRange: rangeUtil.convertRawToRange({ from: `${to - POINTS * STEP_MS}`, to: `${to}` }) };
}

function firstAnswer(count: number): SeriesAnswer {
  const times = Array.from({ length: POINTS }, (_, index) => index * STEP_MS);
  const series = Array.from({ length: count }, (_, row) => bandOf(row, times));
  return { detector: 'bench', timestamps_ms: times, series_total: count, series };
}

function nextAnswer(old: SeriesAnswer): SeriesAnswer {
  const at = (old.timestamps_ms.at(-1) ?? 0) + STEP_MS;
  const series = old.series.map(({ labels }, row) => ({ ...bandOf(row, [at]), labels }));
  return putScores(old, { type: 'scores', topic: '', detector_id: 'bench', at_ms: [at], series }, at - POINTS * STEP_MS);
}

function bandOf(row: number, times: number[]): Band {
  const values = times.map((ms) => 0.5 + 0.5 * Math.sin(ms / 600_000 + row));
  return { labels: { pod: `pod-${row}` }, ...(Object.fromEntries(CHANNELS.map((name) => [name, values])) as Omit<Band, 'labels'>) };
}
