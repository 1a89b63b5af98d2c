import { useTheme2 } from '@grafana/ui';
import type { Severity } from '../api/types';
import { SEVERITIES, severityColour } from '../words/severity';

/** How severe something is: a sign, a word and a colour, so that none of them has to say it alone. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const theme = useTheme2();
  return (
    <span style={{ color: severityColour(severity, theme.isDark), whiteSpace: 'nowrap' }}>
      {SEVERITIES[severity].sign} {severity}
    </span>
  );
}
