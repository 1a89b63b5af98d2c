import { appPath } from '../ids';
import { pagePath } from './paths';
import { changed } from './useAddress';

test('a part of an address changes and the rest stays, the data source above all', () => {
  const search = new URLSearchParams('ds=b&text=slow&tab=new');
  expect(changed(search, { text: undefined, state: 'open', tab: '' }).toString()).toBe('ds=b&state=open');
  expect(search.get('text')).toBe('slow');
});

test('links between pages keep the data source where the address names one', () => {
  expect(appPath('detectors/a?tab=models', 'b c')).toBe('/a/barograph-anomaly-app/detectors/a?tab=models&ds=b%20c');
  expect(pagePath('home')).toBe('/a/barograph-anomaly-app/home');
  window.history.replaceState(null, '', '/?ds=b');
  expect(pagePath('home')).toBe('/a/barograph-anomaly-app/home?ds=b');
});
