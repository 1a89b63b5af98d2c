import { Combobox, InlineField } from '@grafana/ui';
import type { Severity } from '../../api/types';
import type { BarographQuery } from '../query';

interface Props {
  query: BarographQuery;
  onChange: (part: Partial<BarographQuery>) => void;
}

const SEVERITIES = (['', 'info', 'warning', 'critical'] as Array<Severity | ''>).map((value) => ({ value, label: value || 'any' }));
const STATES = (['', 'open', 'resolved'] as const).map((value) => ({ value, label: value || 'any' }));

export function SeverityFields({ query, onChange }: Props) {
  return (
    <>
      <InlineField label="Severity">
        <Combobox
          aria-label="Severity"
          options={SEVERITIES}
          value={query.severity ?? ''}
          width={16}
          onChange={({ value }) => onChange({ severity: value })}
        />
      </InlineField>
      <InlineField label="State">
        <Combobox
          aria-label="State"
          options={STATES}
          value={query.state ?? ''}
          width={16}
          onChange={({ value }) => onChange({ state: value })}
        />
      </InlineField>
    </>
  );
}
