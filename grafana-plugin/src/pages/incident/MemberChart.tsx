import { TextLink, useTheme2 } from '@grafana/ui';
import { useCallback } from 'react';
import { pagePath } from '../paths';
import { seriesLabels } from '../../api/client';
import type { Anomaly } from '../../api/types';
import type { Bounds } from '../../datasource/span';
import { askedLabels } from '../../words/labels';
import type { PageBackend } from '../backend';
import { Loaded } from '../parts/Loaded';
import { Muted } from '../parts/Muted';
import { SeriesChart } from '../SeriesChart';
import { isNotFound, useAsked } from '../useAsked';
import { useSame } from '../useSame';

interface Props {
  backend: PageBackend;
  detector: string;
  title: string;
  anomalies: Anomaly[];
  span: Bounds;
  /** How wide what stands before the axis of time is. */
  axisPx: number;
}

const HEIGHT_PX = 200;
const MOST_SERIES = 3;

/** The strangest series of one detector around the incident, each with what was expected of it. */
export function MemberChart({ backend: { api }, detector: id, title, anomalies, span, axisPx }: Props) {
  const theme = useTheme2();
  const { fromMs, toMs } = span;
  const found = [...anomalies].sort((a, b) => b.peak_score - a.peak_score).slice(0, MOST_SERIES);
  const strangest = useSame(found, found.map(({ fingerprint }) => fingerprint).join(' '));
  const ask = useCallback(async (signal: AbortSignal) => {
    const detector = await api.detector(id);
    const asked = strangest.map((anomaly) => {
      return api.until(signal).series(id, fromMs, toMs, askedLabels(seriesLabels(anomaly, detector)), 1);
    });
    const [first, ...others] = await Promise.all(asked);
    const all = [first, ...others].flatMap((one) => one?.series ?? []);
    const answer = first && { ...first, series: all, series_total: all.length };
    return { detector, answer };
  }, [api, id, strangest, fromMs, toMs]);
  const series = useAsked(ask);
  if (isNotFound(series)) {
    return (
      <>
        <h4 style={{ marginTop: theme.spacing(2) }}>{title}</h4>
        <Muted>This detector was removed; what it said stands below.</Muted>
      </>
    );
  }
  return (
    <>
      <h4 style={{ marginTop: theme.spacing(2) }}>
        <TextLink href={pagePath(`detectors/${id}`)}>{title}</TextLink>
      </h4>
      <Loaded asked={series} what={`the series of ${title}`}>
        {({ detector, answer }) =>
          answer && <SeriesChart answer={answer} detector={detector} anomalies={anomalies} fromMs={fromMs} toMs={toMs} height={HEIGHT_PX} axisPx={axisPx} />
        }
      </Loaded>
    </>
  );
}
