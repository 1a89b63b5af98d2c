import './publicPath';
import { AppPlugin, PluginExtensionPanelContext } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import { APP_PATH } from './ids';
import { linkFrom } from './pages/linking';

const Pages = lazy(() => import(/* webpackChunkName: "pages" */ './pages/Pages'));

function App() {
  return (
    <Suspense fallback={<LoadingPlaceholder text="Opening Barograph" />}>
      <Pages />
    </Suspense>
  );
}

export const plugin = new AppPlugin().setRootPage(App).addLink<PluginExtensionPanelContext>({
  targets: ['grafana/dashboard/panel/menu'],
  title: 'Create anomaly detector',
  description: "Watch this panel's query for what is unusual",
  icon: 'bell',
  path: `${APP_PATH}/create`,
  configure: (context) => {
    const path = linkFrom(context, (text, own) => getTemplateSrv().replace(text, own));
    return path ? { path } : undefined;
  },
});
