import { targetOf } from '@helm-charts/kubernetes';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { checkProfile } from '../../check.ts';
import { inputOf } from '../../example.ts';
import { fluxApiVersion } from './flux-api-version.ts';

const alert = (version: string): string => `
apiVersion: notification.toolkit.fluxcd.io/${version}
kind: Alert
metadata: { name: all, namespace: flux-system }
`;

/** The findings about an Alert of this version for a version of Flux. */
const said = (version: string, flux: string): readonly string[] => {
  const { value: target } = targetOf({ flux });
  const input = { ...inputOf({ applied: alert(version) }), ...(target && { target }) };
  const ruleSet = { name: 'flux', rules: [fluxApiVersion], options: {} };
  return checkProfile(input, [ruleSet]).map(printFinding);
};

test('each version of Flux serves and deprecates its own API versions', () => {
  expect(said('v1beta3', '2.9')).toEqual([]);
  expect(said('v1', '2.10')).toEqual([]);
  expect([said('v1', '2.9'), said('v1beta3', '2.10')].flat()).toMatchInlineSnapshot(`
    [
      "error applied.yaml: Alert flux-system/all: apiVersion: Flux 2.9 does not serve Alert of notification.toolkit.fluxcd.io/v1, so the API server rejects the object; write notification.toolkit.fluxcd.io/v1beta3. [flux-api-version]",
      "error applied.yaml: Alert flux-system/all: apiVersion: Flux 2.10 has deprecated Alert of notification.toolkit.fluxcd.io/v1beta3, and a later version removes it; write notification.toolkit.fluxcd.io/v1. [flux-api-version]",
    ]
  `);
});
