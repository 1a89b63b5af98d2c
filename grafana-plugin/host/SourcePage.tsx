import { DataSourceSettings } from '@grafana/data';
import { Alert, Button, useTheme2 } from '@grafana/ui';
import { ComponentType, useState } from 'react';
import type { Plugins } from './main';
import { SETTINGS } from './services';

interface Verdict {
  status: 'success' | 'error' | 'warning';
  message: string;
  details?: { verboseMessage?: string };
}
type Editor = ComponentType<{ options: DataSourceSettings; onOptionsChange: (options: DataSourceSettings) => void }>;

/** The settings of the data source, and the button that tests it. */
export function SourcePage({ plugins: { datasource, datasourcePlugin } }: { plugins: Plugins }) {
  const theme = useTheme2();
  const [options, setOptions] = useState({ ...SETTINGS, secureJsonFields: {} } as unknown as DataSourceSettings);
  const [verdict, setVerdict] = useState<Verdict>();
  const ConfigEditor = datasourcePlugin.components.ConfigEditor as Editor;
  const test = () =>
    datasource.testDatasource().then(
      (found) => setVerdict(found as Verdict),
      (problem: Error) => setVerdict({ status: 'error', message: problem.message })
    );
  return (
    <main style={{ padding: theme.spacing(2), minHeight: '100vh', background: theme.colors.background.primary }}>
      <ConfigEditor options={options} onOptionsChange={setOptions} />
      <Button onClick={test}>Save &amp; test</Button>
      {verdict && (
        <Alert severity={verdict.status} title={verdict.message}>
          {verdict.details?.verboseMessage}
        </Alert>
      )}
    </main>
  );
}
