import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const releaseVersion: Rule = {
  id: 'release-version',
  set: 'appliance',
  title: 'All HelmReleases have the same values.global.release.',
  why: 'A HelmRelease waits until its dependencies have the same version; with different versions it waits forever.',
  source: 'helm-controller docs/spec/v2/helmreleases.md, Dependency ready expression',
  severity: 'error',
  scope: 'profile',
  bad: { applied: `${release('db', '1.0.0')}---${release('web', '0.9.0')}` },
  good: { applied: `${release('db', '1.0.0')}---${release('web', '1.0.0')}` },
  check: ({ helmReleases }) => {
    const versions = helmReleases.map(({ manifest }) => stringAt(manifest, ...field));
    const at = versions.findIndex((version) => version !== undefined);
    const expected = versions[at];
    const name = helmReleases[at]?.manifest.metadata.name;
    return helmReleases.flatMap((object, index) => {
      const version = versions[index];
      if (version === undefined) {
        const message = 'it is not set, so releases that depend on this one wait forever';
        return [
          problem(object, field, message, `set it to ${expected ?? 'the version of the profile'}`),
        ];
      }
      if (version === expected) return [];
      const message = `it is ${version} but ${expected} in HelmRelease ${name}, so one waits for the other forever`;
      return [problem(object, field, message, 'set the same version in all HelmReleases')];
    });
  },
};

const field = ['spec', 'values', 'global', 'release'] as const;

function release(name: string, version: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: shop }
spec: { values: { global: { release: ${version} } } }
`;
}
