import { isAbout } from './useIncidents';
import { about } from './useLive';

test('news of one detector do not concern the page of another', () => {
  const concerns = about(['model_', 'job_'], 'cart');
  const of = (event: string, detector: string) => concerns({ event, detector_id: detector });
  expect([of('model_promoted', 'cart'), of('model_promoted', 'web'), of('detector_started', 'cart')]).toEqual([true, false, false]);
  expect(about(['model_'])({ event: 'model_trained', detector_id: 'web' })).toBe(true);
});

test('an incident hears of itself and of what is said of its anomalies', () => {
  const told = (payload: object) => isAbout({ payload } as never, 'i', ['f']);
  expect([told({ incident: { id: 'i' } }), told({ fingerprint: 'f' })]).toEqual([true, true]);
  expect([told({ incident: { id: 'j' } }), told({ fingerprint: 'g' }), told({ anomaly: {} })]).toEqual([false, false, false]);
});
