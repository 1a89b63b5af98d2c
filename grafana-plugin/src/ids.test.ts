import { locationUtil } from '@grafana/data';
import { appHref, appPath } from './ids';

const serveUnder = (appSubUrl: string) =>
  locationUtil.initialize({ config: { appSubUrl } as never, getVariablesUrlParams: () => ({}), getTimeRangeForUrl: () => ({ from: 'now-1h', to: 'now' }) });

afterEach(() => serveUnder(''));

test('a page of the app is named with its data source', () => {
  expect(appPath('incidents/a?b=c', 'x/y')).toBe('/a/barograph-anomaly-app/incidents/a?b=c&ds=x%2Fy');
  expect(appHref('create')).toBe('/a/barograph-anomaly-app/create');
});

test('a plain link has the sub-path of Grafana, a path for its router has not', () => {
  serveUnder('/grafana');
  expect(appHref('create', 'one')).toBe('/grafana/a/barograph-anomaly-app/create?ds=one');
  expect(appPath('create', 'one')).toBe('/a/barograph-anomaly-app/create?ds=one');
});
