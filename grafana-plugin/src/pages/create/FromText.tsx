import { Stack } from '@grafana/ui';
import { useCallback, useState } from 'react';
import type { Validation } from '../../api/authored';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import type { Schema } from '../parts/completion';
import { Mistakes } from '../parts/Mistakes';
import { Row } from '../parts/Row';
import { YamlEditor } from '../parts/YamlEditor';
import { useAsked } from '../useAsked';
import { saveAll } from './saving';

const HEIGHT_PX = 420;
const START = `apiVersion: 1
detectors:
  - name: api-latency
    title: API latency p95
    query:
      expression: histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))
      step: 1m
    policy:
      budget: {alerts: 2, per: 1w}
`;

/** The same text as in a file, checked with line and column before it is saved; Ctrl+Space completes. */
export function FromText({ backend }: { backend: PageBackend }) {
  const { manage } = backend;
  const [text, setText] = useState(START);
  const [found, setFound] = useState<Validation>();
  const { shown, tell } = useFailure();
  const schema = useAsked(useCallback(() => manage.schema('detector') as Promise<Schema>, [manage]));
  const check = async () => {
    const validation = await manage.validate(text);
    setFound(validation);
    return validation;
  };
  const save = async () => {
    const { is_valid: isValid, detectors } = await check();
    if (isValid) {
      await saveAll(backend, detectors);
    }
  };
  const change = (value: string) => {
    setText(value);
    setFound(undefined);
  };
  return (
    <Stack direction="column" gap={1} alignItems="stretch">
      <p>The same text as in a file. Ctrl+Space completes what may stand there; Check says what is wrong, with line and column.</p>
      {shown}
      <YamlEditor label="Detectors as YAML" text={text} height={HEIGHT_PX} schema={schema.value} onChange={change} />
      {found && <Mistakes mistakes={found.mistakes} valid={`${found.detectors.length} ${found.detectors.length === 1 ? 'detector' : 'detectors'}`} />}
      <Row>
        <ActionButton role="Editor" act={check} onFailure={tell}>
          Check
        </ActionButton>
        <ActionButton role="Editor" variant="primary" act={save} onFailure={tell}>
          Save and start
        </ActionButton>
      </Row>
    </Stack>
  );
}
