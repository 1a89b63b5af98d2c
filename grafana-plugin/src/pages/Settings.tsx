import { Frame } from './Frame';
import { Tabs } from './parts/Tabs';
import { Calendars } from './settings/Calendars';
import { Notifications } from './settings/Notifications';
import { Tokens } from './settings/Tokens';

const PARTS = [
  { name: 'notifications', text: 'Who is told', Content: Notifications },
  { name: 'calendars', text: 'Calendars', Content: Calendars },
  { name: 'tokens', text: 'API keys', Content: Tokens },
];

export default function Settings() {
  return <Frame title="Settings">{(backend) => <Tabs parts={PARTS} given={{ backend }} />}</Frame>;
}
