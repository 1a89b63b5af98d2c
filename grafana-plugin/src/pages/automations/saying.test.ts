import { sayThen, sayWhen } from './saying';

test('what was not asked for is not told', () => {
  expect(sayWhen({ when: { events: ['anomaly_detected', 'incident_opened'], detector: null, labels: {}, severity: 'critical' } })).toBe(
    'anomaly detected, incident opened · severity critical'
  );
  expect(sayWhen({ when: {} })).toBe('always');
});

test('actions are told in their order', () => {
  expect(sayThen({ then: [{ type: 'roll_back' }, { type: 'webhook', url: 'https://x' }] })).toBe('roll back, then webhook');
});
