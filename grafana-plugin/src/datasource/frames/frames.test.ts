import { createTheme, Field, getDisplayProcessor } from '@grafana/data';
import type { Band, Detector, SeriesAnswer } from '../../api/types';
import { anomaly } from '../anomaly.doubles';
import { anomaliesFrame, bandFrames, kindOf } from '.';

const band = (labels: Band['labels'], value: Band['value']): Band => ({
  labels,
  value,
  expected: value,
  lower: value.map((item) => item && item - 5),
  upper: value.map((item) => item && item + 5),
  score: value.map(() => 0.1),
});
const answer = (series: Band[]): SeriesAnswer => ({ detector: 'd', timestamps_ms: [1, 2], series_total: 1, series });

test('the upper edge is filled down to the lower one by its display name', () => {
  const [frame] = bandFrames(answer([band({ service: 'cart' }, [9, 8])]), undefined, 'A');
  const field = (name: string) => frame?.fields.find((item) => item.name === name);
  expect(kindOf(frame as never)).toBe('band');
  expect(field('upper')?.config.custom.fillBelowTo).toBe(field('lower')?.config.displayName);
});

test('a band of what never was negative starts at zero, others keep their sign', () => {
  const frames = bandFrames(answer([band({ a: '1' }, [1, 2]), band({ a: '2' }, [-1, 2])]), undefined, 'A');
  const lower = frames.map((frame) => frame.fields.find(({ name }) => name === 'lower')?.values);
  expect(lower).toEqual([[0, 0], [-6, -3]]);
  const [falling] = bandFrames(answer([{ ...band({ a: '1' }, [1, 2]), expected: [1, -1] }]), undefined, 'A');
  expect(falling?.fields.find(({ name }) => name === 'expected')?.values).toEqual([1, 0]);
});

test('anomalies carry the columns that Grafana takes for annotation regions', () => {
  const detector = { id: 'd', spec: { title: 'Carts' } } as Detector;
  const frame = anomaliesFrame([anomaly({})], new Map([['d', detector]]), 'A');
  const row = Object.fromEntries(frame.fields.map(({ name, values }) => [name, values[0]]));
  expect(row).toMatchObject({ time: 10, timeEnd: 20, title: 'Carts', text: 'It is high.', tags: ['warning', 'd'], id: 'f' });
});

test('moments near each other are told to the second, in the format of the installation', () => {
  const frame = anomaliesFrame([anomaly({}), anomaly({ started_ms: 11 })], new Map(), 'A');
  const field = frame.fields.find(({ name }) => name === 'time') as Field;
  expect(getDisplayProcessor({ field, theme: createTheme(), timeZone: 'utc' })(10).text).toBe('1970-01-01 00:00:00');
});
