import { config } from '@grafana/runtime';
import { hasRole, reasonFor } from './roles';

test.each([
  ['Admin', false, true, true],
  ['Editor', false, true, false],
  ['Viewer', false, false, false],
  ['None', false, false, false],
  ['Viewer', true, true, true],
])('a person with the role %s, administrator of Grafana: %s', (orgRole, isGrafanaAdmin, mayEdit, mayAdminister) => {
  config.bootData = { ...config.bootData, user: { ...config.bootData?.user, orgRole, isGrafanaAdmin } as typeof config.bootData.user };
  expect([hasRole('Editor'), hasRole('Admin'), reasonFor('Editor') === undefined]).toEqual([mayEdit, mayAdminister, mayEdit]);
});
