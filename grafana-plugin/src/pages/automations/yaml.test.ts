import { ruleOf, START } from './ruling';
import { asYaml } from './yaml';

test('a rule is written as it would stand in a file', () => {
  const rule = ruleOf({ ...START, title: 'Call us: now', isAsked: true });
  expect(asYaml({ automations: [rule] })).toBe(`automations:
  - name: call-us-now
    title: "Call us: now"
    when:
      events: [incident_opened]
      severity: critical
    then:
      - type: webhook
        url: https://example.org/hook
    approval:
      expires: "30m"
`);
});

test('what YAML would take for something else than a text is quoted', () => {
  expect(asYaml({ a: 'no', b: '1', c: '', d: 'a # b', e: true, f: ['x', 'y z'] })).toBe('a: "no"\nb: "1"\nc: ""\nd: "a # b"\ne: true\nf: [x, "y z"]\n');
});
