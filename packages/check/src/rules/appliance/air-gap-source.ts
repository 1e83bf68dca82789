import { groupOf, stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const airGapSource: Rule = {
  id: 'air-gap-source',
  set: 'appliance',
  title: 'The air-gapped variant of a profile uses only sources from its own registry.',
  why: 'Flux cannot reach another source, so releases that need it are never installed.',
  source: 'Flux docs, Air-gapped Environments',
  severity: 'error',
  scope: 'profile',
  bad: { ...repository('oci://registry.example.org/web'), airGap: variant() },
  good: { ...repository('oci://git.example.com/charts/web'), airGap: variant() },
  check: ({ applied, airGap }) => {
    if (airGap === undefined) return [];
    const fix = `use an OCIRepository with a url below ${airGap.registry}`;
    return applied
      .filter(({ manifest }) => groupOf(manifest) === 'source.toolkit.fluxcd.io')
      .flatMap((object) => {
        // The registry serves charts as OCI artifacts, which an OCIRepository reads.
        if (object.manifest.kind === 'HelmRepository') {
          return [
            problem(
              object,
              field,
              'an air-gapped cluster cannot reach a HelmRepository, so Flux never installs its charts',
              fix,
            ),
          ];
        }
        const host = hostOf(stringAt(object.manifest, ...field) ?? '');
        const message = `an air-gapped cluster cannot reach ${host ?? 'this source'}, so Flux never fetches it`;
        return host === hostOf(airGap.registry) ? [] : [problem(object, field, message, fix)];
      });
  },
};

const field = ['spec', 'url'] as const;

const hostOf = (url: string): string | undefined => /^\w+:\/\/(?:[^@/]*@)?([^/:]+)/.exec(url)?.[1];

function repository(url: string) {
  return {
    applied: `
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: web, namespace: shop }
spec: { url: '${url}' }
`,
  };
}

function variant() {
  return { registry: 'oci://git.example.com/charts', online: '' };
}
