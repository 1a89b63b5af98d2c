import { Tab, TabContent, TabsBar, useTheme2 } from '@grafana/ui';
import { ReactNode } from 'react';
import { useTab } from '../useTab';

interface Props<Name extends string> {
  tabs: ReadonlyArray<{ name: Name; text: string }>;
  children: (name: Name) => ReactNode;
}

/** Tabs whose choice stands in the address; only the open one is drawn. */
export function Tabs<Name extends string>({ tabs, children }: Props<Name>) {
  const theme = useTheme2();
  const [open, setOpen] = useTab(tabs.map(({ name }) => name));
  return (
    <>
      <TabsBar>
        {tabs.map(({ name, text }) => (
          <Tab key={name} label={text} active={name === open} onChangeTab={() => setOpen(name)} />
        ))}
      </TabsBar>
      <TabContent>
        <div style={{ paddingTop: theme.spacing(2) }}>{children(open)}</div>
      </TabContent>
    </>
  );
}
