// Things that a flow makes for itself, so that nobody's mood and no other flow gets in its way, and takes away again.
import { until } from './stage.mjs';

const SPEC = {
  query: { source: 'prometheus', expression: 'sum(rate(http_requests_total[1m]))', step: '5m' },
  algorithm: { name: 'threshold', parameters: { upper: 0.001 } },
  schedule: { history: '1d' },
};

/** A series a service, each of them alarmed; their strength differs, and so does what is told of them. */
export const SERVICES = { query: { ...SPEC.query, expression: 'sum by (service) (rate(http_requests_total[1m]))', step: '1m' } };

/** Something that grows evenly, so that a forecast is sure when it ends. */
export const certificate = () => ({
  unit: 'seconds',
  query: { expression: `time() - ${Math.floor(Date.now() / 1000)} + 86400 + 0 * sum(http_requests_total)`, step: '1m' },
  algorithm: { name: 'forecast' },
  schedule: { history: '6h' },
  limits: [{ value: 86_400 + 1_200, name: 'expired' }],
});

/** The kinds of log lines of one service. */
export const LOGS = {
  query: { source: 'loki', mode: 'templates', expression: '{service_name="checkout"} |= "failed"', step: '1m' },
  algorithm: { name: 'log_templates' },
  schedule: { history: '6h' },
};

/** A detector that is alarmed by any traffic at all, as soon as it looks. */
export async function makeDetector(person, purpose, more = {}) {
  const stamp = Date.now();
  const [name, title] = [`flow-${purpose}-${stamp}`, `Flow ${purpose} ${stamp}`];
  await person.change('POST', 'detectors', { ...SPEC, ...more, name, title });
  person.owe(() => person.change('DELETE', `detectors/${name}`));
  return { name, title };
}

/** It is asked to look now, so that nobody waits for its next step; it refuses while it learns. */
const look = (person, { name }) => person.ask('POST', `api/v1/detectors/${name}/detect`);

/** Wait until it has learnt what it needs. */
export const learnt = (person, made) =>
  until(async () => {
    await look(person, made);
    return (await person.read(`detectors/${made.name}/health`)).state === 'running';
  }, `the first training of ${made.name}`);

/** Its first anomaly. */
export const alarm = (person, made) =>
  until(async () => {
    await look(person, made);
    return (await person.read(`anomalies?detector=${made.name}`)).items[0];
  }, 'an anomaly');

/** The incident of its first anomaly, once somebody is suspected. */
export async function anIncident(person, made) {
  const { fingerprint } = await alarm(person, made);
  const isIts = ({ members, suspects }) => members.includes(fingerprint) && suspects.length > 0;
  return until(async () => (await person.read('incidents?limit=50')).items.find(isIts), 'its incident');
}
