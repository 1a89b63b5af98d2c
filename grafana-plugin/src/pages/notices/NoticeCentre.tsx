import { Badge, Drawer, IconButton, Stack, Switch, TextLink, useTheme2 } from '@grafana/ui';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { liveHub } from '../../api/sharing';
import type { PageBackend } from '../backend';
import { Moment } from '../parts/Moment';
import { Muted } from '../parts/Muted';
import { pagePath } from '../paths';
import { Row } from '../parts/Row';
import { SeverityMark } from '../../panel/SeverityMark';
import { browserChoice } from './memory';
import { noticesOf } from './telling';

/** A bell with the number of incidents nobody has read of, and a drawer with what they say. */
export function NoticeCentre({ backend: { uid, liveUrl } }: { backend: PageBackend }) {
  const store = noticesOf(uid);
  const { notices, unread } = useSyncExternalStore(store.subscribe, store.snapshot);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => liveHub.listen(liveUrl, ['anomalies'], { onEvent: store.take }), [liveUrl, store]);
  const close = () => {
    store.markRead();
    setIsOpen(false);
  };
  const said = unread ? `${unread} unread ${unread > 1 ? 'notices' : 'notice'}` : 'No unread notice';
  return (
    <>
      <Row gap={0.5}>
        <IconButton name="bell" size="lg" aria-label={said} tooltip={said} onClick={() => setIsOpen(true)} />
        {unread > 0 && <Badge text={String(unread)} color="red" />}
      </Row>
      {isOpen && (
        <Drawer title="Notices" size="sm" onClose={close}>
          <Escape onPress={close} />
          <BrowserChoice />
          {notices.length === 0 && <p>No notice yet. Each new incident is told here once, wherever in Barograph you are.</p>}
          <ul style={{ listStyle: 'none' }}>
            {notices.map((notice) => (
              <Line key={notice.id} {...notice} />
            ))}
          </ul>
        </Drawer>
      )}
    </>
  );
}

/** One press of Escape closes: without this, the first one closes only the tooltip of the drawer's own focused button. */
function Escape({ onPress }: { onPress: () => void }) {
  useEffect(() => {
    const hear = ({ key }: KeyboardEvent) => key === 'Escape' && onPress();
    document.addEventListener('keydown', hear, true);
    return () => document.removeEventListener('keydown', hear, true);
  });
  return null;
}

function Line({ severity, text, path, atMs }: { severity: 'info' | 'warning' | 'critical'; text: string; path: string; atMs: number }) {
  const theme = useTheme2();
  return (
    <li style={{ padding: theme.spacing(1, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }}>
      <Row>
        <SeverityMark severity={severity} />
        <Muted>
          <Moment atMs={atMs} />
        </Muted>
      </Row>
      <TextLink href={pagePath(path)}>{text}</TextLink>
    </li>
  );
}

/** Notifications of the browser come only to those who switch them on here. */
function BrowserChoice() {
  const [wants, setWants] = useState(browserChoice.isOn());
  const [refusal, setRefusal] = useState('');
  if (!('Notification' in window)) {
    return null;
  }
  const choose = async () => {
    const isAllowed = wants || (await Notification.requestPermission()) === 'granted';
    setRefusal(isAllowed ? '' : 'The browser does not allow it. Its settings for this site can change that.');
    browserChoice.set(!wants && isAllowed);
    setWants(!wants && isAllowed);
  };
  return (
    <>
      <Stack gap={1} alignItems="center">
        <Switch id="browser-notices" value={wants} onChange={choose} />
        <label htmlFor="browser-notices">Tell me of critical incidents outside this tab, too</label>
      </Stack>
      {refusal && <p role="alert">{refusal}</p>}
    </>
  );
}
