import { getTemplateSrv } from '@grafana/runtime';

/** The variables of the dashboard, as values that a query may hold. */
export function templateVariables(): Array<{ value: string; label: string; description: string }> {
  return getTemplateSrv()
    .getVariables()
    .map(({ name }) => ({ value: `$${name}`, label: `$${name}`, description: 'Variable of the dashboard' }));
}
