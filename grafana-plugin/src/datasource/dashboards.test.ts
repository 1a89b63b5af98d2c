import overview from '../../../dashboards/overview.json';
import { DATASOURCE_ID } from '../ids';
import { needsDetector, QueryKind } from './query';

const KINDS = ['anomalies', 'series', 'score', 'health'];
const queries = [
  ...overview.panels.flatMap(({ targets }) => targets),
  ...overview.annotations.list.map(({ target }) => target),
] as Array<{ kind: string; detector?: string; datasource: { type: string; uid: string } }>;

test('every query of the dashboard is one that the data source answers', () => {
  expect(queries.length).toBeGreaterThan(5);
  for (const { kind, detector, datasource } of queries) {
    expect(KINDS).toContain(kind);
    expect(datasource).toEqual({ type: DATASOURCE_ID, uid: 'barograph' });
    expect(needsDetector(kind as QueryKind) && !detector).toBe(false);
  }
});
