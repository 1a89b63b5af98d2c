import { AppRootProps, NavModelItem } from '@grafana/data';
import type { PluginPageProps } from '@grafana/runtime';
import { useTheme2 } from '@grafana/ui';
import { Route, Routes } from 'grafana-router';
import { setPluginPage } from 'grafana-plugin-page';
import { ComponentType } from 'react';
import { APP_ID } from '../src/ids';
import { Bench } from './Bench';
import { Dashboard } from './Dashboard';
import { EditorPage } from './EditorPage';
import type { Plugins } from './main';
import { SourcePage } from './SourcePage';

setPluginPage(Page);

const rootProps = { basename: `/a/${APP_ID}`, path: '', query: {}, onNavChanged: () => undefined };

/** The addresses of Grafana at which plugins are seen. */
export function Host({ plugins }: { plugins: Plugins }) {
  const { app, panel, datasource } = plugins;
  const Root = app.root as ComponentType<AppRootProps>;
  return (
    <Routes>
      <Route path={`/a/${APP_ID}/*`} element={<Root {...rootProps} meta={app.meta} />} />
      <Route path="/d/:uid/*" element={<Dashboard panel={panel} datasource={datasource} />} />
      <Route path="/bench" element={<Bench panel={panel} datasource={datasource} />} />
      <Route path="/explore" element={<EditorPage datasource={datasource} />} />
      <Route path="/connections/datasources/edit/:uid" element={<SourcePage plugins={plugins} />} />
    </Routes>
  );
}

/** Grafana's frame of an app page: a title, what stands beside it, and the content. */
function Page({ pageNav, actions, subTitle, children }: PluginPageProps) {
  const theme = useTheme2();
  const title = (pageNav as NavModelItem | undefined)?.text;
  return (
    <main style={{ padding: theme.spacing(3), minHeight: '100vh', background: theme.colors.background.primary }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', marginBottom: theme.spacing(2) }}>
        <h1>{title}</h1>
        <div style={{ display: 'flex', gap: theme.spacing(1), alignItems: 'center' }}>{actions}</div>
      </div>
      {subTitle && <p style={{ color: theme.colors.text.secondary }}>{subTitle}</p>}
      {children}
    </main>
  );
}
