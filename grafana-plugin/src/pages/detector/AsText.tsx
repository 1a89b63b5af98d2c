import { ClipboardButton, CodeEditor } from '@grafana/ui';
import { useCallback } from 'react';
import type { Detector } from '../../api/types';
import type { PageBackend } from '../backend';
import { Loaded } from '../parts/Loaded';
import { useAsked } from '../useAsked';

const HEIGHT_PX = 420;

/** The detector as it would stand in a file, ready to be put under version control. */
export function AsText({ backend: { manage }, detector: { id } }: { backend: PageBackend; detector: Detector }) {
  const asked = useAsked(useCallback(() => manage.yaml(id), [manage, id]));
  return (
    <Loaded asked={asked} what="its text">
      {(text) => (
        <>
          <CodeEditor value={text} language="yaml" height={HEIGHT_PX} readOnly showMiniMap={false} showLineNumbers />
          <ClipboardButton icon="copy" variant="secondary" getText={() => text}>
            Copy
          </ClipboardButton>
        </>
      )}
    </Loaded>
  );
}
