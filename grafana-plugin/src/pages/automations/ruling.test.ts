import { addressOf, draftIn, ruleOf, START } from './ruling';
import { changed } from '../useAddress';

test('a rule says only what somebody chose', () => {
  const draft = { ...START, title: ' Call us ', severity: '', isAsked: true };
  expect(ruleOf(draft)).toEqual({
    name: 'call-us',
    title: 'Call us',
    when: { events: ['incident_opened'] },
    then: [{ type: 'webhook', url: 'https://example.org/hook' }],
    approval: { expires: '30m' },
  });
});

test('an action that asks for nothing is given nothing', () => {
  const draft = { ...START, action: 'retrain', detector: 'shop-errors' };
  expect(ruleOf(draft)).toMatchObject({ when: { detector: 'shop-errors', severity: 'critical' }, then: [{ type: 'retrain' }] });
  expect(ruleOf(draft).then[0]).not.toHaveProperty('url');
});

test('a draft stands in the address and comes back from there', () => {
  const draft = { ...START, title: 'Call us', severity: '', isAsked: true };
  expect(draftIn(changed(new URLSearchParams('tab=new'), addressOf(draft)))).toEqual(draft);
  expect(draftIn(new URLSearchParams('tab=new'))).toEqual(START);
});
