import { FromTemplate } from './create/FromTemplate';
import { FromText } from './create/FromText';
import { Guide } from './create/Guide';
import { Frame } from './Frame';
import { Tabs } from './parts/Tabs';

/** Three ways to a detector: asked step by step, ready ones to fill in, or written by hand. */
const PARTS = [
  { name: 'guided', text: 'Guided', Content: Guide },
  { name: 'template', text: 'From a template', Content: FromTemplate },
  { name: 'expert', text: 'As YAML', Content: FromText },
];

export default function Create() {
  return <Frame title="New detector">{(backend) => <Tabs parts={PARTS} given={{ backend }} />}</Frame>;
}
