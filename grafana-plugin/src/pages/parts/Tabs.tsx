import { Tab, TabContent, TabsBar, useTheme2 } from '@grafana/ui';
import { ComponentType } from 'react';
import { useTab } from '../useTab';

/** A tab with what it shows; all tabs of a page are given the same. */
interface Part<Given> {
  name: string;
  text: string;
  Content: ComponentType<Given>;
}

interface Props<Given> {
  parts: ReadonlyArray<Part<Given>>;
  given: Given;
}

/** Tabs whose choice stands in the address; only the open one is drawn. */
export function Tabs<Given extends object>({ parts, given }: Props<Given>) {
  const theme = useTheme2();
  const [open, setOpen] = useTab(parts.map(({ name }) => name));
  const Content = parts.find(({ name }) => name === open)?.Content;
  return (
    <>
      <TabsBar>
        {parts.map(({ name, text }) => (
          <Tab key={name} label={text} active={name === open} onChangeTab={() => setOpen(name)} />
        ))}
      </TabsBar>
      <TabContent>
        <div style={{ paddingTop: theme.spacing(2) }}>{Content && <Content {...given} />}</div>
      </TabContent>
    </>
  );
}
