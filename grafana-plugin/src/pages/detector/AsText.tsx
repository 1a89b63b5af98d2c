import { ClipboardButton, CodeEditor, Stack } from '@grafana/ui';
import { useCallback } from 'react';
import { Loaded } from '../parts/Loaded';
import { useAsked } from '../useAsked';
import type { Given } from './given';

const HEIGHT_PX = 420;

/** The detector as it would stand in a file, ready to be put under version control. */
export function AsText({ backend: { manage }, detector: { id } }: Given) {
  const asked = useAsked(useCallback(() => manage.yaml(id), [manage, id]));
  return (
    <Loaded asked={asked} what="its text">
      {(text) => (
        <Stack direction="column" gap={1} alignItems="flex-start">
          <p>This is how it would stand in a file of the folder provisioning/detectors.</p>
          <div style={{ width: '100%' }}>
            <CodeEditor value={text} language="yaml" height={HEIGHT_PX} readOnly showMiniMap={false} showLineNumbers />
          </div>
          <ClipboardButton icon="copy" variant="secondary" getText={() => text}>
            Copy
          </ClipboardButton>
        </Stack>
      )}
    </Loaded>
  );
}
