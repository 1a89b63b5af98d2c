import type { PageBackend } from './backend';
import { FromTemplate } from './create/FromTemplate';
import { FromText } from './create/FromText';
import { Guide } from './create/Guide';
import { Frame } from './Frame';
import { Tabs } from './parts/Tabs';

export default function Create() {
  return <Frame title="New detector">{(backend) => <Ways backend={backend} />}</Frame>;
}

const TABS = [
  { name: 'guided', text: 'Guided' },
  { name: 'template', text: 'From a template' },
  { name: 'expert', text: 'As YAML' },
] as const;

/** Three ways to a detector: asked step by step, ready ones to fill in, or written by hand. */
function Ways({ backend }: { backend: PageBackend }) {
  return (
    <Tabs tabs={TABS}>
      {(tab) => {
        switch (tab) {
          case 'template':
            return <FromTemplate backend={backend} />;
          case 'expert':
            return <FromText backend={backend} />;
          default:
            return <Guide backend={backend} />;
        }
      }}
    </Tabs>
  );
}
