import { config } from '@grafana/runtime';
import { act } from 'react';
import { mount } from '../../mounting.doubles';
import { ActionButton } from './ActionButton';

test('who may not do something reaches the button by keyboard, is told why, and does nothing', () => {
  config.bootData = { ...config.bootData, user: { orgRole: 'Viewer' } as typeof config.bootData.user };
  const done: string[] = [];
  const { page, leave } = mount(
    <ActionButton role="Editor" act={async () => done.push('act')} onFailure={() => undefined}>
      Stop
    </ActionButton>
  );
  const button = page.querySelector('button') as HTMLButtonElement;
  act(() => button.focus());
  expect([document.activeElement, button.getAttribute('aria-disabled')]).toEqual([button, 'true']);
  expect(document.body.textContent).toContain('That takes the role Editor in Grafana.');
  act(() => button.click());
  expect(done).toEqual([]);
  leave();
});
