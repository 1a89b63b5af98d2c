import { locationUtil } from '@grafana/data';
import { act } from 'react';
import { mount } from '../mounting.doubles';
import { EpisodeCard } from './EpisodeCard';
import type { Episode } from './reading';

const EPISODE: Episode = { fingerprint: 'f', detectorId: 'd', labels: {}, severity: 'warning', isOpen: true, startMs: 1, endMs: 2, sentence: 'It is late.' };
const card = <EpisodeCard key="card" episode={EPISODE} mayJudge={false} onClose={() => undefined} />;

beforeAll(() => locationUtil.initialize({ config: {} as never, getVariablesUrlParams: () => ({}), getTimeRangeForUrl: () => ({ from: 'now-1h', to: 'now' }) }));

/** A page with two anomalies, the first of which somebody opened with the keyboard. */
function open() {
  const keys = ['one', 'other'].map((name) => <button key={name}>{name}</button>);
  const { page, show, leave } = mount(keys);
  const [one, other] = [...page.querySelectorAll('button')] as [HTMLButtonElement, HTMLButtonElement];
  one.focus();
  show([...keys, card]);
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Anomaly');
  return { close: () => show(keys), one, other, leave };
}

test('where a card closes, the focus is back on what opened it', () => {
  const { close, one, leave } = open();
  close();
  expect(document.activeElement).toBe(one);
  leave();
});

test('who went on to something else stays there', () => {
  const { close, other, leave } = open();
  act(() => other.focus());
  close();
  expect(document.activeElement).toBe(other);
  leave();
});
