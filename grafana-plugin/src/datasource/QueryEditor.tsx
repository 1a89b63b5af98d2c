import { QueryEditorProps } from '@grafana/data';
import { Combobox, InlineField, InlineFieldRow, Input } from '@grafana/ui';
import { useCallback } from 'react';
import type { Severity } from '../api/types';
import type { BarographDataSource } from './datasource';
import { BarographOptions, BarographQuery, DEFAULT_LIMIT, needsDetector, QueryKind } from './query';

type Props = QueryEditorProps<BarographDataSource, BarographQuery, BarographOptions>;

const KINDS: Array<{ value: QueryKind; label: string; description: string }> = [
  { value: 'anomalies', label: 'Anomalies', description: 'What was unusual: a table, or regions as annotations' },
  { value: 'series', label: 'Series with band', description: 'Values with what was expected of them' },
  { value: 'score', label: 'Score', description: 'How strange each point was, from 0 to 1' },
  { value: 'health', label: 'Detector health', description: 'Which detectors run, and why one does not' },
];
const SEVERITIES: Array<{ value: Severity | ''; label: string }> = [
  { value: '', label: 'any' },
  { value: 'info', label: 'info' },
  { value: 'warning', label: 'warning' },
  { value: 'critical', label: 'critical' },
];
const STATES: Array<{ value: 'open' | 'resolved' | ''; label: string }> = [
  { value: '', label: 'any' },
  { value: 'open', label: 'open' },
  { value: 'resolved', label: 'resolved' },
];

export function QueryEditor({ datasource, query, onChange, onRunQuery }: Props) {
  const kind = query.kind ?? 'anomalies';
  const change = (part: Partial<BarographQuery>) => {
    onChange({ ...query, kind, ...part });
    onRunQuery();
  };
  const { api } = datasource.backend;
  const findDetectors = useCallback(
    async (text: string) => {
      const wanted = text.toLowerCase();
      const found = (await api.detectors()).filter(({ id, spec }) => `${id} ${spec.title}`.toLowerCase().includes(wanted));
      return found.map(({ id, spec }) => ({ value: id, label: spec.title || id, description: spec.query.expression }));
    },
    [api]
  );
  return (
    <InlineFieldRow>
      <InlineField label="Show">
        <Combobox id={`${query.refId}-kind`} options={KINDS} value={kind} width={24} onChange={({ value }) => change({ kind: value })} />
      </InlineField>
      <InlineField
        label="Detector"
        tooltip="A detector, or a template variable such as $detector"
        invalid={needsDetector(kind) && !query.detector}
        error="Pick a detector"
      >
        <Combobox
          id={`${query.refId}-detector`}
          options={findDetectors}
          value={query.detector || null}
          placeholder={needsDetector(kind) ? 'Pick one' : 'All'}
          createCustomValue
          isClearable
          width={32}
          onChange={(option) => change({ detector: option?.value })}
        />
      </InlineField>
      <InlineField label="Labels" tooltip="name=value, name=value; all must match">
        <Input
          id={`${query.refId}-labels`}
          key={query.labels}
          defaultValue={query.labels}
          placeholder="service=cart"
          width={28}
          onBlur={({ currentTarget }) => currentTarget.value !== (query.labels ?? '') && change({ labels: currentTarget.value })}
          onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
        />
      </InlineField>
      {kind === 'anomalies' && (
        <>
          <InlineField label="Severity">
            <Combobox options={SEVERITIES} value={query.severity ?? ''} width={16} onChange={({ value }) => change({ severity: value })} />
          </InlineField>
          <InlineField label="State">
            <Combobox options={STATES} value={query.state ?? ''} width={16} onChange={({ value }) => change({ state: value })} />
          </InlineField>
        </>
      )}
      {needsDetector(kind) && (
        <InlineField label="Most series" tooltip="At most 500">
          <Input
            type="number"
            min={1}
            max={500}
            width={10}
            defaultValue={query.limit ?? DEFAULT_LIMIT}
            onBlur={({ currentTarget }) => change({ limit: Math.min(500, Math.max(1, Number(currentTarget.value) || DEFAULT_LIMIT)) })}
          />
        </InlineField>
      )}
    </InlineFieldRow>
  );
}
