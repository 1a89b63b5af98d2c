import { config } from '@grafana/runtime';

export type Role = 'Viewer' | 'Editor' | 'Admin';

const RANKS: Record<string, number> = { Viewer: 0, Editor: 1, Admin: 2 };

/** Whether the signed-in person has at least this role; Grafana and the backend check it again. */
export function hasRole(wanted: Role): boolean {
  const { isGrafanaAdmin, orgRole } = config.bootData.user;
  return isGrafanaAdmin || (RANKS[orgRole] ?? 0) >= (RANKS[wanted] ?? 0);
}

/** Why a control is out of reach; undefined where it is not. */
export function reasonFor(wanted: Role): string | undefined {
  return hasRole(wanted) ? undefined : `That takes the role ${wanted} in Grafana.`;
}
