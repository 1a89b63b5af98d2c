import { InlineField, Input } from '@grafana/ui';

interface Props {
  label: string;
  help: string;
  value: number;
  most: number;
  onChange: (value: number) => void;
}

export function NumberField({ label, help, value, most, onChange }: Props) {
  const take = (text: string) => {
    const wished = Math.min(most, Math.max(1, Math.round(Number(text)) || value));
    if (wished !== value) {
      onChange(wished);
    }
  };
  return (
    <InlineField label={label} tooltip={help}>
      <Input
        key={value}
        aria-label={label}
        type="number"
        min={1}
        max={most}
        width={10}
        defaultValue={value}
        onBlur={({ currentTarget }) => take(currentTarget.value)}
        onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
      />
    </InlineField>
  );
}
