import { sayPerson } from './people';

test.each([
  ['grafana:1:user:2 (ann)', 'ann'],
  ['grafana:1:user:2 (Ann (on call))', 'Ann (on call)'],
  ['key:3f2a (nightly job)', 'nightly job (API key)'],
  ['grafana:1:user:2', 'user 2 of Grafana'],
  ['grafana:1:service-account:7', 'service account 7 of Grafana'],
  ['automation:calm-down', 'rule calm-down'],
  ['file /etc/barograph/detectors/shop.yaml', 'the file shop.yaml'],
  ['schedule', 'schedule'],
  ['', ''],
])('%j is called %j', (author, name) => expect(sayPerson(author)).toBe(name));
