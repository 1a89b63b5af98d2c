import { dateTimeFormat } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import type { Anomaly, Incident } from '../../api/types';
import type { Bounds } from '../../datasource/span';
import { ownLabels, sayLabels } from '../../words/labels';
import { SEVERITIES, severityColour } from '../../words/severity';
import type { PageBackend } from '../backend';
import { MemberChart } from './MemberChart';
import { byDetector, placeIn, spanOf } from './timing';
import { Section } from '../parts/Section';
import { useWidth } from '../useWidth';

interface Props {
  backend: PageBackend;
  incident: Incident;
  anomalies: Anomaly[];
  titleOf: (id: string) => string;
}

const MOST_CHARTS = 6;
const NAME_SHARE = 0.3;
const MOST_NAME_PX = 240;

/** Metrics and logs on one axis of time: when each anomaly began and ended, and the series behind them. */
export function Timeline({ backend, incident, anomalies, titleOf }: Props) {
  const { started_ms: startedMs, ended_ms: endedMs } = incident;
  const span = useMemo(() => spanOf(startedMs, endedMs, Date.now()), [startedMs, endedMs]);
  const groups = byDetector(anomalies);
  const [box, width] = useWidth();
  // Names and axes of values are equally wide, so that a moment stands at the same place in bars and charts.
  const namePx = Math.round(Math.min(MOST_NAME_PX, NAME_SHARE * width));
  return (
    <Section aria-label="Timeline">
      <h3>Timeline</h3>
      <div ref={box} />
      <Axis span={span} namePx={namePx} />
      {ownLabels(anomalies).map(([anomaly, labels]) => (
        <Bar key={anomaly.fingerprint} anomaly={anomaly} name={`${sayLabels(labels)} · ${titleOf(anomaly.detector_id)}`} span={span} namePx={namePx} />
      ))}
      {groups.slice(0, MOST_CHARTS).map(([detector, members]) => (
        <MemberChart key={detector} backend={backend} detector={detector} title={titleOf(detector)} anomalies={members} span={span} axisPx={namePx} />
      ))}
      {groups.length > MOST_CHARTS && <p>{`${groups.length - MOST_CHARTS} more detectors spoke; their pages show them.`}</p>}
    </Section>
  );
}

interface Scaled {
  span: Bounds;
  namePx: number;
}

function Axis({ span, namePx }: Scaled) {
  const theme = useTheme2();
  const look = { display: 'flex', justifyContent: 'space-between', color: theme.colors.text.secondary, marginLeft: namePx };
  return (
    <div style={look}>
      <span>{dateTimeFormat(span.fromMs)}</span>
      <span>{dateTimeFormat(span.toMs)}</span>
    </div>
  );
}

function Bar({ anomaly, name, span, namePx }: { anomaly: Anomaly; name: string } & Scaled) {
  const theme = useTheme2();
  const { severity, started_ms: startedMs, ended_ms: endedMs, evidence } = anomaly;
  const { left, width } = placeIn(span, startedMs, endedMs ?? span.toMs);
  return (
    <div style={{ display: 'flex', alignItems: 'center', padding: theme.spacing(0.25, 0) }} title={`${name}. ${evidence.sentence}`}>
      <div style={{ width: namePx, flexShrink: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
        <span style={{ color: severityColour(severity, theme.isDark) }}>{SEVERITIES[severity].sign}</span> {name}
      </div>
      <div style={{ position: 'relative', flexGrow: 1, height: theme.spacing(1.5), background: theme.colors.background.secondary }}>
        <div
          role="img"
          aria-label={`${name} from ${dateTimeFormat(startedMs)} ${endedMs ? `to ${dateTimeFormat(endedMs)}` : 'until now'}`}
          style={{
            position: 'absolute',
            left: `${100 * left}%`,
            width: `max(${theme.spacing(0.5)}, ${100 * width}%)`,
            height: '100%',
            background: severityColour(severity, theme.isDark),
            borderRadius: theme.shape.radius.default,
          }}
        />
      </div>
    </div>
  );
}
