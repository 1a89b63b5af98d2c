import detector from '../../../dashboards/detector.json';
import health from '../../../dashboards/health.json';
import incident from '../../../dashboards/incident.json';
import overview from '../../../dashboards/overview.json';
import { DATASOURCE_ID } from '../ids';
import { BarographQuery, needsDetector, needsOf } from './query';

interface Board {
  uid: string;
  timezone: string;
  panels: Array<{ type: string; targets: BarographQuery[] }>;
  annotations: { list: Array<{ target: BarographQuery }> };
  templating: { list: Array<{ name: string }> };
}

const boards = Object.entries({ detector, health, incident, overview }) as unknown as Array<[string, Board]>;

test('there is a dashboard for the overview, a detector, incidents and Barograph itself', () => {
  expect(boards.map(([, { uid }]) => uid).sort()).toEqual(
    ['detector', 'health', 'incident', 'overview'].map((name) => `barograph-${name}`)
  );
});

test('every dashboard keeps to the time zone that its reader prefers', () => {
  expect(boards.map(([, { timezone }]) => timezone)).toEqual(['', '', '', '']);
});

test.each(boards)('every query of %s is one that the data source answers', (_, { panels, annotations, templating }) => {
  const asked = [...panels.flatMap(({ targets }) => targets), ...annotations.list.map(({ target }) => target)];
  const ours = asked.filter(({ datasource }) => datasource?.type === DATASOURCE_ID);
  expect(ours.length).toBeGreaterThan(0);
  for (const { kind, detector: wanted, datasource } of ours) {
    expect(needsOf(kind)).toBeDefined();
    expect(datasource?.uid).toBe('barograph');
    expect(needsDetector(kind) && !wanted).toBe(false);
    expect(wanted === undefined || templating.list.some(({ name }) => wanted === `$${name}`)).toBe(true);
  }
});
