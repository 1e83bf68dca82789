import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import type { ApplianceOptions } from './options.ts';

export const claimSize: Rule<ApplianceOptions> = {
  id: 'claim-size',
  set: 'appliance',
  title: 'A PersistentVolumeClaim requests the size that the option `claims` lists for it.',
  why: 'A volume on a local disk cannot be expanded, so an upgrade that changes its size fails.',
  source: 'local-path-provisioner README.md; Kubernetes docs, Persistent Volumes',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: claim('2Gi'), options: { claims: { data: '1Gi' } } },
  good: { objects: claim('1Gi'), options: { claims: { data: '1Gi' } } },
  check: ({ ofKind, isForeign }, { claims = {} }) =>
    ofKind('PersistentVolumeClaim')
      .filter((object) => !isForeign(object))
      .flatMap((object) => {
        const { manifest } = object;
        const size = stringAt(manifest, 'spec', 'resources', 'requests', 'storage') ?? 'none';
        const expected = claims[manifest.metadata.name];
        if (size === expected) return [];
        const path = ['spec', 'resources', 'requests', 'storage'];
        return [
          expected === undefined
            ? problem(
                object,
                path,
                `its size ${size} can never change after the first installation, and the option claims does not list it`,
                `add ${manifest.metadata.name}: '${size}' to the option claims of the rule set appliance`,
              )
            : problem(
                object,
                path,
                `the size is ${size} but installed clusters have ${expected}, and a volume on a local disk cannot be expanded`,
                `set it to ${expected}`,
              ),
        ];
      }),
};

function claim(size: string): string {
  return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { resources: { requests: { storage: ${size} } } }
`;
}
