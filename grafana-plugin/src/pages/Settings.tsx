import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { Tabs } from './parts/Tabs';
import { Calendars } from './settings/Calendars';
import { Notifications } from './settings/Notifications';
import { Tokens } from './settings/Tokens';

export default function Settings() {
  return <Frame title="Settings">{(backend) => <Parts backend={backend} />}</Frame>;
}

const TABS = [
  { name: 'notifications', text: 'Who is told' },
  { name: 'calendars', text: 'Calendars' },
  { name: 'tokens', text: 'API keys' },
] as const;

function Parts({ backend }: { backend: PageBackend }) {
  return (
    <Tabs tabs={TABS}>
      {(tab) => {
        switch (tab) {
          case 'calendars':
            return <Calendars backend={backend} />;
          case 'tokens':
            return <Tokens backend={backend} />;
          default:
            return <Notifications backend={backend} />;
        }
      }}
    </Tabs>
  );
}
