import { lastValueFrom } from 'rxjs';
import { answer, Answer } from '../answering';
import { ANSWERS, backend, column, INCIDENT, LIVE, query, settled, SPAN } from '../answering.doubles';

const anomaly = (fingerprint: string, service: string) => ({ fingerprint, detector_id: 'd', labels: { service }, severity: 'info', state: 'open', started_ms: 5, updated_ms: 50, ended_ms: null, evidence: {} });
const labelled = (kind: Parameters<typeof query>[0]) => ({ ...query(kind), labels: 'service=~ca.*' });
const old = { ...INCIDENT, id: 'old', started_ms: 5, members: ['g', 'h'] };
const answers = {
  ...ANSWERS,
  'api/v1/anomalies': { items: [anomaly('f', 'queue'), anomaly('h', 'cart')], next_cursor: null },
  'api/v1/incidents': { items: [INCIDENT, old], next_cursor: null },
};

test('incidents fit by one of their anomalies, which may be older than the time that is looked at', async () => {
  const known = backend(answers);
  expect(column(await lastValueFrom(answer(known, labelled('incidents'), SPAN)), 'id')).toEqual(['old']);
  expect(known.parameters['api/v1/anomalies']).toMatchObject({ from_ms: 5 });
});

test('an incident that opens fits by an anomaly that came before', async () => {
  const known = backend(answers);
  const seen: Answer[] = [];
  const going = answer(known, labelled('incidents'), LIVE, () => 100).subscribe((told) => seen.push(told));
  await settled();
  const say = (payload: object) => known.wires[0]?.onmessage?.({ data: JSON.stringify({ type: 'event', id: 9, event: 'x', topic: 'anomalies', payload }) });
  say({ anomaly: anomaly('new', 'cafe') });
  say({ incident: { ...INCIDENT, id: 'fits', members: ['new'] } });
  say({ incident: { ...INCIDENT, id: 'other', members: ['f'] } });
  expect(column(seen.at(-1) as Answer, 'id')).toEqual(['fits', 'old']);
  going.unsubscribe();
});

test('events fit by the labels of their anomaly, their incident or their detector', async () => {
  const event = (id: number, detector: string | null, payload: object) => ({ id, type: 'x', detector_id: detector, created_ms: 50, payload });
  const items = [
    event(1, 'd', { anomaly: anomaly('h', 'cart') }),
    event(2, 'd', { anomaly: anomaly('f', 'queue') }),
    event(3, null, { incident: old }),
    event(4, null, { incident: INCIDENT }),
    event(5, 'd', {}),
    event(6, 'gone', {}),
  ];
  const detector = { id: 'd', spec: { name: 'd', query: { expression: 'up' }, labels: { service: 'cart' } }, health: { state: 'running' } };
  const all = { ...answers, 'api/v1/events/history': { items, next_cursor: null }, 'api/v1/detectors': { items: [detector], next_cursor: null } };
  const told = await lastValueFrom(answer(backend(all), labelled('events'), SPAN));
  expect([...(column(told, 'id') ?? [])].sort()).toEqual(['1', '3', '5']);
});

test('log templates say that labels do not narrow them', async () => {
  const { frames } = await lastValueFrom(answer(backend(), labelled('templates'), SPAN));
  expect(frames[0]?.meta?.notices?.[0]?.text).toContain('have no labels');
});
