import { appHref, appPath } from '../ids';

/** The path of another page, over the same data source as the page that is open; for Grafana's router and its TextLink. */
export function pagePath(path: string): string {
  return appPath(path, shownSource());
}

/** The same for buttons and breadcrumbs, which are plain links. */
export function pageHref(path: string): string {
  return appHref(path, shownSource());
}

function shownSource(): string | null {
  return new URLSearchParams(window.location.search).get('ds');
}
