// Things that a flow makes for itself, so that no other flow gets in its way, and takes away again.
import { until } from './stage.mjs';

const SPEC = {
  query: { source: 'prometheus', expression: 'sum(rate(http_requests_total[1m]))', step: '5m' },
  algorithm: { name: 'threshold', parameters: { upper: 0.001 } },
  schedule: { history: '1d' },
};

/** A detector that is alarmed by any traffic at all, as soon as it looks. */
export async function makeDetector(person, purpose, more = {}) {
  const name = `flow-${purpose}-${Date.now()}`;
  await person.change('POST', 'detectors', { ...SPEC, ...more, name, title: `Flow ${purpose}` });
  return { name, remove: () => person.change('DELETE', `detectors/${name}`) };
}

/** Its first anomaly. */
export async function alarm(person, name) {
  return until(async () => {
    await person.change('POST', `detectors/${name}/detect`);
    return (await person.read(`anomalies?detector=${name}`)).items[0];
  }, 'an anomaly');
}

/** The newest incident with suspects; the shop makes some as soon as they are let begin. */
export const anIncident = (person) =>
  until(async () => (await person.read('incidents?limit=20')).items.find(({ suspects }) => suspects.length > 0), 'an incident');
