import { PanelData, PanelPlugin, PanelProps } from '@grafana/data';
import { getTemplateSrv, locationService } from '@grafana/runtime';
import { PanelChrome, Table, useTheme2 } from '@grafana/ui';
import { useParams } from 'grafana-router';
import { ComponentType, useEffect, useState } from 'react';
import type { BarographDataSource } from '../src/datasource/datasource';
import type { BarographQuery } from '../src/datasource/query';
import { DATASOURCE_ID } from '../src/ids';
import { useAnswer } from './useAnswer';
import { useSize } from './useSize';

interface PanelModel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: BarographQuery[];
  options: Record<string, unknown>;
}

interface Props {
  panel: PanelPlugin;
  datasource: BarographDataSource;
}

const ROW_PX = 38;
const PANEL_ID = 'barograph-anomaly-panel';

/** The panels of a dashboard in `dashboards/` that ask Barograph: ours as it is, those of Grafana as tables. */
export function Dashboard({ panel, datasource }: Props) {
  const theme = useTheme2();
  const { uid } = useParams();
  const [models, setModels] = useState<PanelModel[]>([]);
  useEffect(() => {
    void fetch(`/host/dashboards/${uid}.json`).then(async (answer) => {
      const { panels } = (await answer.json()) as { panels: PanelModel[] };
      setModels(panels.filter(({ targets }) => targets.some(({ datasource }) => datasource?.type === DATASOURCE_ID)));
    });
  }, [uid]);
  return (
    <main style={{ padding: theme.spacing(2), minHeight: '100vh', background: theme.colors.background.canvas }}>
      {models.map((model) => (
        <OnePanel key={model.id} model={model} plugin={panel} datasource={datasource} />
      ))}
    </main>
  );
}

function OnePanel({ model, plugin, datasource }: { model: PanelModel; plugin: PanelPlugin; datasource: BarographDataSource }) {
  const data = useAnswer(datasource, model.targets);
  const [box, width] = useSize();
  const Panel = plugin.panel as ComponentType<PanelProps>;
  const height = Number(new URLSearchParams(location.search).get('height')) || model.gridPos.h * ROW_PX;
  return (
    <div ref={box} style={{ marginBottom: 16 }}>
      {width > 0 && (
        <PanelChrome title={getTemplateSrv().replace(model.title)} width={width} height={height} padding="md" loadingState={data?.state}>
          {(innerWidth, innerHeight) =>
            data && (
              <div data-testid="host-panel" data-state={data.state} data-frames={data.series.length}>
                {data.errors?.[0]?.message}
                {model.type === PANEL_ID ? (
                  <Panel {...STILL} {...sized(innerWidth, innerHeight)} {...contentOf(model, plugin, data)} />
                ) : (
                  data.series[0] && <Table data={data.series[0]} {...sized(innerWidth, innerHeight)} />
                )}
              </div>
            )
          }
        </PanelChrome>
      )}
    </div>
  );
}

const sized = (width: number, height: number) => ({ width, height });

const contentOf = (model: PanelModel, plugin: PanelPlugin, data: PanelData) => ({
  id: model.id,
  title: model.title,
  data,
  timeRange: data.timeRange,
  options: { ...plugin.defaults, ...model.options },
});

/** What a panel gets from Grafana and does not change here. */
const STILL = {
  fieldConfig: { defaults: {}, overrides: [] },
  timeZone: 'browser',
  transparent: false,
  renderCounter: 0,
  replaceVariables: (text: string) => text,
  onOptionsChange: () => undefined,
  onFieldConfigChange: () => undefined,
  onChangeTimeRange: ({ from, to }: { from: number; to: number }) => locationService.partial({ from, to }),
  eventBus: undefined as never,
};
