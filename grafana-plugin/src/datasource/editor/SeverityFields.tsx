import { Combobox, InlineField } from '@grafana/ui';
import type { BarographQuery } from '../query';
import { templateVariables } from './templating';

interface Props {
  id: string;
  query: BarographQuery;
  onChange: (part: Partial<BarographQuery>) => void;
}

const asOptions = (values: string[]) => values.map((value) => ({ value, label: value || 'any' }));
const SEVERITIES = asOptions(['', 'info', 'warning', 'critical']);
const STATES = asOptions(['', 'open', 'resolved']);

export function SeverityFields({ id, query, onChange }: Props) {
  const variables = templateVariables();
  return (
    <>
      <InlineField label="Severity">
        <Combobox
          id={`${id}-severity`}
          options={[...SEVERITIES, ...variables]}
          value={query.severity ?? ''}
          width={16}
          onChange={({ value }) => onChange({ severity: value })}
        />
      </InlineField>
      <InlineField label="State">
        <Combobox
          id={`${id}-state`}
          options={[...STATES, ...variables]}
          value={query.state ?? ''}
          width={16}
          onChange={({ value }) => onChange({ state: value })}
        />
      </InlineField>
    </>
  );
}
