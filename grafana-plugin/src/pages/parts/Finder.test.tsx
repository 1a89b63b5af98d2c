import { fill, mount } from '../../mounting.doubles';
import { Finder } from './Finder';

test('what is typed into a filter is looked for as it stands', () => {
  const wanted: string[] = [];
  const { page, leave } = mount(<Finder what="Find by expression" value="" onChange={(text) => wanted.push(text)} />);
  const field = page.querySelector('input') as HTMLInputElement;
  fill(field, 'rate(http_total[5m])');
  expect([wanted, field.getAttribute('aria-label')]).toEqual([['rate(http_total[5m])'], 'Find by expression']);
  leave();
});
