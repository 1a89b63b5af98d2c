import { meantDetector } from './meaning';

const OPTIONS = [
  { value: '$detector', label: '$detector', description: 'Variable of the dashboard' },
  { value: 'shop-errors-old', label: 'Share of failed requests, old', description: 'stopped · up' },
  { value: 'shop-errors', label: 'Share of failed requests', description: 'running · up' },
];

test.each([
  ['shop-errors', 'shop-errors'],
  ['share of failed requests', 'shop-errors'],
  ['Share', 'shop-errors-old'],
  ['$other', '$other'],
  ['shop-$name', 'shop-$name'],
  ['not-made-yet', 'not-made-yet'],
])('who types %s means %s', (text, detector) => expect(meantDetector(text, OPTIONS)).toBe(detector));
