import type { PluginExtensionPanelContext } from '@grafana/data';
import { APP_PATH } from '../ids';

/** Where a panel's menu leads: the page that makes a detector, with the panel's first PromQL or LogQL. */
export function linkFrom(context: Pick<PluginExtensionPanelContext, 'targets' | 'title'> | undefined): string | undefined {
  for (const target of context?.targets ?? []) {
    const { expr, datasource } = target as { expr?: unknown; datasource?: { type?: string } };
    if (typeof expr === 'string' && expr.trim()) {
      const source = datasource?.type === 'loki' ? 'loki' : 'prometheus';
      const query = new URLSearchParams({ expression: expr, source, title: context?.title ?? '' });
      return `${APP_PATH}/create?${query.toString()}`;
    }
  }
  return undefined;
}
