/** Parts of Grafana's packages that only Grafana itself touches; webpack.host.config.js says where they are. */
declare module 'grafana-router' {
  export * from 'react-router';
  export function CompatRouter(props: { children: React.ReactNode }): React.ReactElement;
}
declare module 'grafana-router-v5' {
  export function Router(props: { history: unknown; children: React.ReactNode }): React.ReactElement;
}
declare module 'grafana-plugin-page' {
  import type { PluginPageProps } from '@grafana/runtime';
  export function setPluginPage(page: (props: PluginPageProps) => React.ReactElement): void;
}
declare module 'grafana-translations' {
  export function initializeI18n(options: { language: string }, regionalFormat: string): Promise<unknown>;
}

declare module 'grafana-plot-style' {
  const text: string;
  export default text;
}
