import { FieldConfigSource, PanelPlugin, PanelProps } from '@grafana/data';
import { getTemplateSrv, locationService } from '@grafana/runtime';
import { PanelChrome, useTheme2 } from '@grafana/ui';
import { useParams } from 'grafana-router';
import { ComponentType, useEffect, useState } from 'react';
import type { BarographDataSource } from '../src/datasource/datasource';
import type { BarographQuery } from '../src/datasource/query';
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

/** The panels of ours of a dashboard in `dashboards/`, with template variables from the address. */
export function Dashboard({ panel, datasource }: Props) {
  const theme = useTheme2();
  const { uid } = useParams();
  const [models, setModels] = useState<PanelModel[]>([]);
  useEffect(() => {
    void fetch(`/host/dashboards/${uid}.json`).then(async (answer) => {
      const { panels } = (await answer.json()) as { panels: PanelModel[] };
      setModels(panels.filter(({ type }) => type === PANEL_ID));
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
              <Panel
                id={model.id}
                title={model.title}
                data={data}
                options={{ ...plugin.defaults, ...model.options }}
                fieldConfig={NO_CONFIG}
                width={innerWidth}
                height={innerHeight}
                timeRange={data.timeRange}
                timeZone="browser"
                transparent={false}
                renderCounter={0}
                replaceVariables={(text) => text}
                onOptionsChange={() => undefined}
                onFieldConfigChange={() => undefined}
                onChangeTimeRange={({ from, to }) => locationService.partial({ from, to })}
                eventBus={undefined as never}
              />
            )
          }
        </PanelChrome>
      )}
    </div>
  );
}

const NO_CONFIG: FieldConfigSource = { defaults: {}, overrides: [] };
