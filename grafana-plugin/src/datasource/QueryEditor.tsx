import { QueryEditorProps } from '@grafana/data';
import { InlineFieldRow } from '@grafana/ui';
import type { BarographDataSource } from './datasource';
import { useChange } from './editor/changing';
import { DetectorField } from './editor/DetectorField';
import { KindField } from './editor/KindField';
import { LabelsField } from './editor/LabelsField';
import { NumberField } from './editor/NumberField';
import { SeverityFields } from './editor/SeverityFields';
import { BarographOptions, BarographQuery, DEFAULT_LIMIT, DEFAULT_POINTS, needsOf } from './query';

type Props = QueryEditorProps<BarographDataSource, BarographQuery, BarographOptions>;

/** What to show, of which detector, narrowed by what; each change is asked at once. */
export function QueryEditor({ datasource, query, onChange, onRunQuery }: Props) {
  const kind = query.kind ?? 'anomalies';
  const needs = needsOf(kind);
  const { api } = datasource.backend;
  const change = useChange({ ...query, kind }, (changed) => {
    onChange(changed);
    onRunQuery();
  });
  return (
    <>
      <InlineFieldRow>
        <KindField id={query.refId} kind={kind} onChange={change} />
        {needs.detector !== 'never' && (
          <DetectorField id={query.refId} api={api} detector={query.detector} isNeeded={needs.detector === 'needed'} onChange={change} />
        )}
        {needs.labels && <LabelsField id={query.refId} api={api} query={query} onChange={change} />}
      </InlineFieldRow>
      <InlineFieldRow>
        {needs.severity && <SeverityFields id={query.refId} query={query} onChange={change} />}
        {needs.mostSeries > 0 && (
          <NumberField
            label="Most series"
            help={`At most ${needs.mostSeries}; of more, ${kind === 'forecast' ? 'those that reach a limit soonest' : 'the strangest'} come`}
            value={Math.min(query.limit ?? DEFAULT_LIMIT, needs.mostSeries)}
            most={needs.mostSeries}
            onChange={(limit) => change({ limit })}
          />
        )}
        {needs.points && (
          <NumberField
            label="Points ahead"
            help="How far to look, in steps of the detector; the panel's time range must reach into the future to show them"
            value={query.points ?? DEFAULT_POINTS}
            most={1000}
            onChange={(points) => change({ points })}
          />
        )}
      </InlineFieldRow>
    </>
  );
}
