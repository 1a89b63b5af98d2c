import { Combobox, Field } from '@grafana/ui';
import type { PageBackend } from '../backend';
import { useAsked } from '../useAsked';

interface Props {
  id: string;
  backend: PageBackend;
  value: string;
  onChange: (source: string) => void;
  /** Only sources of this type fit. */
  type?: string;
}

/** Where a detector reads: one of the sources that Barograph knows, or one that somebody names. */
export function SourceField({ id, backend: { manage }, value, onChange, type }: Props) {
  const sources = useAsked(manage.sources);
  const fitting = (sources.value ?? []).filter(({ spec }) => !type || spec.type === type);
  return (
    <Field label="Data source" description="Where Barograph reads; the page Data sources tells how each is">
      <Combobox
        id={id}
        width={40}
        value={value}
        createCustomValue
        options={fitting.map(({ id: name, spec, status }) => ({ value: name, label: name, description: status?.product || spec.type }))}
        onChange={(chosen) => onChange(chosen.value)}
      />
    </Field>
  );
}
