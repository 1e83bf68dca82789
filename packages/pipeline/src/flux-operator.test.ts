import { parseManifests } from '@helm-charts/kubernetes';
import { type Finding, objectIdOf } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { withOperatorKinds } from './flux-operator.ts';

const alert = `---
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: {name: all, namespace: flux-system}
spec: {eventSources: [{kind: FluxInstance, name: "*"}, {kind: Deployment, name: web}]}
`;

/** The pointers of what is left of a finding at each source of events. */
const left = (text: string): readonly (string | undefined)[] => {
  const { documents } = parseManifests(text, 'tree');
  const [{ manifest } = { manifest: undefined }] = documents;
  if (manifest === undefined) throw new Error('there is an Alert');
  const findings = [0, 1].map(
    (index): Finding => ({
      rule: 'schema',
      severity: 'error',
      object: objectIdOf(manifest),
      pointer: `/spec/eventSources/${index}/kind`,
      message: 'value must be one of Bucket',
    }),
  );
  return withOperatorKinds(findings, documents).map(({ pointer }) => pointer);
};

test('an Alert may name the kinds that the Flux Operator adds, and no others', () => {
  expect(left(alert)).toEqual(['/spec/eventSources/1/kind']);
});
