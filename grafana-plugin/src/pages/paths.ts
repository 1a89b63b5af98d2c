import { appPath } from '../ids';

/** The address of another page, over the same data source as the page that is open. */
export function pagePath(path: string): string {
  return appPath(path, new URLSearchParams(window.location.search).get('ds'));
}
