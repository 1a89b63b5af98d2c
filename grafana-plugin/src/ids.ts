import { locationUtil } from '@grafana/data';

/** The three plugins in this folder; Grafana knows them by these names. */
export const APP_ID = 'barograph-anomaly-app';
export const DATASOURCE_ID = 'barograph-anomaly-datasource';
export const APP_PATH = `/a/${APP_ID}`;

/** The address of a page of the app, over the data source with this uid where one is named. */
export function appPath(path: string, source?: string | null): string {
  const join = path.includes('?') ? '&' : '?';
  return `${APP_PATH}/${path}${source ? `${join}ds=${encodeURIComponent(source)}` : ''}`;
}

/** The same for a plain link, which a browser opens in a new tab as it stands: it needs the sub-path that Grafana may be served under. */
export function appHref(path: string, source?: string | null): string {
  return locationUtil.assureBaseUrl(appPath(path, source));
}
