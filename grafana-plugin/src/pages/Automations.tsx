import type { PageBackend } from './backend';
import { AutomationList } from './automations/AutomationList';
import { NewAutomation } from './automations/NewAutomation';
import { Runs } from './automations/Runs';
import { Frame } from './Frame';
import { Tabs } from './parts/Tabs';

export default function Automations() {
  return <Frame title="Automations">{(backend) => <Parts backend={backend} />}</Frame>;
}

const TABS = [
  { name: 'rules', text: 'Rules' },
  { name: 'runs', text: 'Runs and approvals' },
  { name: 'new', text: 'New rule' },
] as const;

function Parts({ backend }: { backend: PageBackend }) {
  return (
    <Tabs tabs={TABS}>
      {(tab) => {
        switch (tab) {
          case 'runs':
            return <Runs backend={backend} />;
          case 'new':
            return <NewAutomation backend={backend} />;
          default:
            return <AutomationList backend={backend} />;
        }
      }}
    </Tabs>
  );
}
