import { PanelPlugin } from '@grafana/data';
import { AnomalyPanel } from './AnomalyPanel';
import { PanelOptions } from './options';

export const plugin = new PanelPlugin<PanelOptions>(AnomalyPanel).setPanelOptions((builder) =>
  builder
    .addRadio({
      path: 'layout',
      name: 'Layout',
      description: 'Lanes show the score of each series in a row of its own',
      defaultValue: 'auto',
      settings: {
        options: [
          { value: 'auto', label: 'Auto' },
          { value: 'chart', label: 'Chart' },
          { value: 'lanes', label: 'Lanes' },
        ],
      },
    })
    .addBooleanSwitch({ path: 'hasBand', name: 'Show the expected band', defaultValue: true })
);
