import { Combobox, InlineField } from '@grafana/ui';
import type { BarographQuery, QueryKind } from '../query';

interface Props {
  id: string;
  kind: QueryKind;
  /** The kinds to choose from; all where none are given. */
  only?: QueryKind[];
  onChange: (part: Partial<BarographQuery>) => void;
}

const KINDS: Array<{ value: QueryKind; label: string; description: string }> = [
  { value: 'anomalies', label: 'Anomalies', description: 'What was unusual: a table, or regions as annotations' },
  { value: 'incidents', label: 'Incidents', description: 'Anomalies that belong together, with suspects' },
  { value: 'series', label: 'Series with band', description: 'Values with what was expected of them' },
  { value: 'score', label: 'Score', description: 'How strange each point was, from 0 to 1' },
  { value: 'forecast', label: 'Forecast', description: 'What is expected from now on, and when limits are reached' },
  { value: 'health', label: 'Detector health', description: 'Which detectors run, and why one does not' },
  { value: 'templates', label: 'Log templates', description: 'The shapes of log lines that a detector knows' },
  { value: 'events', label: 'Events', description: 'What happened: starts, trainings, new models, episodes' },
];

export function KindField({ id, kind, only, onChange }: Props) {
  const options = KINDS.filter(({ value }) => !only || only.includes(value));
  const help = KINDS.find(({ value }) => value === kind)?.description;
  return (
    <InlineField label="Show" tooltip={help}>
      <Combobox id={`${id}-kind`} options={options} value={kind} width={24} onChange={({ value }) => onChange({ kind: value })} />
    </InlineField>
  );
}
