import { AutomationList } from './automations/AutomationList';
import { NewAutomation } from './automations/NewAutomation';
import { Runs } from './automations/Runs';
import { Frame } from './Frame';
import { Tabs } from './parts/Tabs';

const PARTS = [
  { name: 'rules', text: 'Rules', Content: AutomationList },
  { name: 'runs', text: 'Runs and approvals', Content: Runs },
  { name: 'new', text: 'New rule', Content: NewAutomation },
];

export default function Automations() {
  return <Frame title="Automations">{(backend) => <Tabs parts={PARTS} given={{ backend }} />}</Frame>;
}
