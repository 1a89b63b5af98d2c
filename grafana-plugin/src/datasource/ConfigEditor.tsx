import { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { Field, FieldSet, Input, SecretInput } from '@grafana/ui';
import type { BarographOptions, BarographSecrets } from './query';

type Props = DataSourcePluginOptionsEditorProps<BarographOptions, BarographSecrets>;

export function ConfigEditor({ options, onOptionsChange }: Props) {
  const hasKey = Boolean(options.secureJsonFields?.apiKey);
  const setKey = (apiKey: string, isSet: boolean) =>
    onOptionsChange({
      ...options,
      secureJsonData: { ...options.secureJsonData, apiKey },
      secureJsonFields: { ...options.secureJsonFields, apiKey: isSet },
    });
  return (
    <FieldSet label="Barograph">
      <Field label="Address" description="Where Barograph answers, as seen from Grafana" required>
        <Input
          id="barograph-address"
          width={50}
          placeholder="http://127.0.0.1:8427"
          value={options.jsonData.backendUrl ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onOptionsChange({ ...options, url: value, jsonData: { ...options.jsonData, backendUrl: value.replace(/\/+$/, '') } })
          }
        />
      </Field>
      <Field label="API key" description="Needed where Barograph asks for an identity; it stays on Grafana's side">
        <SecretInput
          id="barograph-key"
          width={50}
          isConfigured={hasKey}
          value={options.secureJsonData?.apiKey ?? ''}
          onChange={({ currentTarget }) => setKey(currentTarget.value, false)}
          onReset={() => setKey('', false)}
        />
      </Field>
    </FieldSet>
  );
}
