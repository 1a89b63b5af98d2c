/** The address of the live line behind a data source's url; whether that has Grafana's sub-path already depends on the Grafana. */
export function lineAddress(url: string, subUrl: string, { protocol, host }: Location): string {
  const path = `/${url.replace(/^\//, '')}`;
  const prefix = subUrl.replace(/\/$/, '');
  const whole = path.startsWith(`${prefix}/`) ? path : `${prefix}${path}`;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}${whole}/api/v1/live`;
}
