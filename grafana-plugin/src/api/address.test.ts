import { lineAddress } from './address';

const location = (protocol: string) => ({ protocol, host: 'grafana.example' }) as Location;

test.each([
  ['/api/datasources/proxy/uid/b', '', 'https:', 'wss://grafana.example/api/datasources/proxy/uid/b/api/v1/live'],
  ['api/datasources/proxy/uid/b', '', 'http:', 'ws://grafana.example/api/datasources/proxy/uid/b/api/v1/live'],
  ['/api/datasources/proxy/uid/b', '/grafana', 'https:', 'wss://grafana.example/grafana/api/datasources/proxy/uid/b/api/v1/live'],
  ['api/datasources/proxy/uid/b', '/grafana', 'https:', 'wss://grafana.example/grafana/api/datasources/proxy/uid/b/api/v1/live'],
  ['/api/datasources/proxy/uid/b', '/grafana/', 'http:', 'ws://grafana.example/grafana/api/datasources/proxy/uid/b/api/v1/live'],
  ['/grafana/api/datasources/proxy/uid/b', '/grafana', 'https:', 'wss://grafana.example/grafana/api/datasources/proxy/uid/b/api/v1/live'],
])('the line of %s under "%s" by %s is %s', (url, subUrl, protocol, wanted) => {
  expect(lineAddress(url, subUrl, location(protocol))).toBe(wanted);
});
