import { AppPlugin, DataSourcePlugin, PanelPlugin, ThemeContext } from '@grafana/data';
import { config, locationService } from '@grafana/runtime';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import { CompatRouter } from 'grafana-router';
import { Router } from 'grafana-router-v5';
import { initializeI18n } from 'grafana-translations';
import { createRoot } from 'react-dom/client';
import plotStyle from 'grafana-plot-style';
import type { BarographDataSource } from '../src/datasource/datasource';
import type { BarographQuery } from '../src/datasource/query';
import { APP_ID } from '../src/ids';
import { Host } from './Host';
import { loadPlugin } from './loader';
import { provideServices, SETTINGS } from './services';

export interface Plugins {
  app: AppPlugin;
  datasource: BarographDataSource;
  datasourcePlugin: DataSourcePlugin<BarographDataSource, BarographQuery>;
  panel: PanelPlugin;
}

async function loadAll(): Promise<Plugins> {
  const load = async <Plugin,>(file: string) => (await loadPlugin<{ plugin: Plugin }>(`public/plugins/${APP_ID}/${file}`)).plugin;
  const datasourcePlugin = await load<Plugins['datasourcePlugin']>('datasource/module.js');
  const datasource = new datasourcePlugin.DataSourceClass(SETTINGS as never);
  datasource.meta = SETTINGS.meta;
  datasource.components = datasourcePlugin.components as never;
  provideServices(datasource as never);
  return { app: await load('module.js'), datasource, datasourcePlugin, panel: await load('panel/module.js') };
}

async function start() {
  document.head.append(Object.assign(document.createElement('style'), { textContent: plotStyle }));
  await initializeI18n({ language: 'en-US' }, 'en-US');
  const plugins = await loadAll();
  createRoot(document.getElementById('root') as HTMLElement).render(
    <ThemeContext.Provider value={config.theme2}>
      <GlobalStyles />
      <Router history={locationService.getHistory()}>
        <CompatRouter>
          <Host plugins={plugins} />
        </CompatRouter>
      </Router>
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

start().catch((problem: Error) => {
  document.body.textContent = `The host can't start: ${problem.stack}`;
});
