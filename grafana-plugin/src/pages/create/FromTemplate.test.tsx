import { config } from '@grafana/runtime';
import { act } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { fill, mount, settled } from '../../mounting.doubles';
import type { PageBackend } from '../backend';
import { FromTemplate } from './FromTemplate';

const TEMPLATE = { name: 'latency', title: 'Latency', description: '', source_type: 'prometheus', detectors: 1, parameters: [{ name: 'job', title: 'Job', help: '', default: 'api' }] };

test('what was shown is not saved any more once something else is filled in', async () => {
  config.bootData = { ...config.bootData, user: { orgRole: 'Editor' } as typeof config.bootData.user };
  const manage = { templates: async () => [TEMPLATE], sources: async () => [], render: async () => ({ detectors: [{ name: 'd' }], yaml: '' }) };
  const { page, leave } = mount(
    <MemoryRouter initialEntries={['/create?template=latency']}>
      <FromTemplate backend={{ manage } as unknown as PageBackend} />
    </MemoryRouter>
  );
  await settled();
  const button = (text: string) => [...page.querySelectorAll('button')].find((one) => one.textContent?.startsWith(text)) as HTMLButtonElement;
  act(() => button('Show the detectors').click());
  await settled();
  expect(button('Save').disabled).toBe(false);
  fill(page.querySelector('#template-job') as HTMLInputElement, 'web');
  expect(button('Save').disabled).toBe(true);
  leave();
});
