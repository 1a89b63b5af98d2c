import type { AnnotationQuery, DataSourceApi } from '@grafana/data';
import { InlineFieldRow } from '@grafana/ui';
import type { Backend } from './answering';
import { useChange } from './editor/changing';
import { DetectorField } from './editor/DetectorField';
import { KindField } from './editor/KindField';
import { LabelsField } from './editor/LabelsField';
import { SeverityFields } from './editor/SeverityFields';
import { BarographQuery, DEFAULT_QUERY, needsOf } from './query';

/** Grafana hands the query of an annotation in `annotation.target` and wants the changed annotation back. */
interface Props {
  datasource: DataSourceApi;
  annotation?: AnnotationQuery<BarographQuery>;
  onAnnotationChange?: (annotation: AnnotationQuery<BarographQuery>) => void;
}

/** Which episodes, incidents or events are drawn over panels: an episode is a region, an event a line. */
export function AnnotationEditor({ datasource, annotation, onAnnotationChange }: Props) {
  const query: BarographQuery = { refId: 'Anno', ...DEFAULT_QUERY, ...annotation?.target };
  const needs = needsOf(query.kind);
  const { backend } = datasource as DataSourceApi & { backend: Backend };
  const change = useChange(query, (target) => annotation && onAnnotationChange?.({ ...annotation, target }));
  return (
    <InlineFieldRow>
      <KindField id="annotation" kind={query.kind} only={['anomalies', 'incidents', 'events']} onChange={change} />
      {needs.detector !== 'never' && (
        <DetectorField id="annotation" api={backend.api} detector={query.detector} isNeeded={false} onChange={change} />
      )}
      {needs.labels && <LabelsField id="annotation" api={backend.api} query={query} onChange={change} />}
      {needs.severity && <SeverityFields id="annotation" query={query} onChange={change} />}
    </InlineFieldRow>
  );
}
