import { FilterInput } from '@grafana/ui';

interface Props {
  /** What can be found, and by what. */
  what: string;
  value: string;
  onChange: (text: string) => void;
}

/** A field that narrows a list; Grafana's own would put a backslash before each sign of a pattern, and nothing here is one. */
export function Finder({ what, value, onChange }: Props) {
  return <FilterInput width={60} escapeRegex={false} placeholder={what} aria-label={what} value={value} onChange={onChange} />;
}
