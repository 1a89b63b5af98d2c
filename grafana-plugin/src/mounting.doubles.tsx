import { act, ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** Put something on a page, where a test can look at it and change it. */
export function mount(content: ReactNode) {
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  const show = (next: ReactNode) => act(() => root.render(next));
  const leave = () => {
    act(() => root.unmount());
    page.remove();
  };
  show(content);
  return { page, show, leave };
}

/** Let a hook run in a component of its own; what it gives is read from `now`. */
export function mountHook<Given, Value>(use: (given: Given) => Value, first: Given) {
  const held: { now?: Value } = {};
  const Holder = ({ given }: { given: Given }) => {
    held.now = use(given);
    return null;
  };
  const { show, leave } = mount(<Holder given={first} />);
  return { now: () => held.now as Value, give: (given: Given) => show(<Holder given={given} />), leave };
}

/** All that was promised is there, and drawn. */
export const settled = () => act(async () => void (await new Promise((go) => setTimeout(go))));

/** Fill a field in, as somebody who types. */
export function fill(field: HTMLInputElement, text: string): void {
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
