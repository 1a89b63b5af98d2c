import type { DataFrame, PluginExtensionPanelContext, ScopedVars } from '@grafana/data';
import { APP_PATH } from '../ids';

type Context = Pick<PluginExtensionPanelContext, 'targets' | 'title' | 'scopedVars' | 'data'>;

interface Target {
  refId?: string;
  hide?: boolean;
  expr?: unknown;
  datasource?: { type?: string };
}

/** Where a panel's menu leads: the page that makes a detector, with the panel's first PromQL or LogQL and its variables put in. */
export function linkFrom(context: Partial<Context> | undefined, replace: (text: string, own?: ScopedVars) => string): string | undefined {
  const target = (context?.targets as Target[] | undefined)?.find(({ expr, hide }) => !hide && typeof expr === 'string' && expr.trim());
  if (!context || !target) {
    return undefined;
  }
  const said = (text: string) => replace(text, context.scopedVars);
  const expression = executed(context.data?.series ?? [], target.refId) ?? withSpans(said(target.expr as string));
  const source = target.datasource?.type === 'loki' ? 'loki' : 'prometheus';
  const query = new URLSearchParams({ expression, source, title: said(context.title ?? '') });
  return `${APP_PATH}/create?${query.toString()}`;
}

const EXECUTED = /^Expr: ([\s\S]+?)(\nStep: \S+)?$/;

/** What was asked in truth, variables and ad-hoc filters of the dashboard put in, as the answer tells it. */
function executed(series: DataFrame[], refId = ''): string | undefined {
  const told = series.find((frame) => frame.refId === refId && frame.meta?.executedQueryString)?.meta?.executedQueryString;
  const text = EXECUTED.exec(told ?? '')?.[1];
  return text?.replace(/\b(\d+)h0m0s\b/g, '$1h').replace(/\b(\d+)m0s\b/g, '$1m');
}

const SPANS: Record<string, string> = { __rate_interval: '5m', __interval: '1m', __range: '1h' };

/** Spans that Grafana derives from the width of a panel become fixed ones: a detector has no width. */
function withSpans(expression: string): string {
  return expression.replace(/\$(?:\{(\w+)\}|(\w+))/g, (text, braced?: string, bare?: string) => SPANS[braced ?? bare ?? ''] ?? text);
}
