import type { Checked, Finding, TargetVersions } from '@helm-charts/types';
import type { FluxVersion, KubernetesVersion, Target } from './target.ts';
import { commonSchemas, fluxVersions, kubernetesVersions } from './versions.ts';

/**
 * The target with these versions; a version that is not named is that of the default target. Kubernetes may be named with its
 * patch version: charts then see that one. Each version that there is no data of is a finding.
 */
export const targetOf = ({ kubernetes, flux }: TargetVersions): Checked<Target> => {
  const [, minor] = /^v?(1\.\d+)(\.\d+)?$/.exec(kubernetes ?? defaultTarget.kubernetes.name) ?? [];
  const found = kubernetesVersions.find(({ name }) => name === minor);
  const name = (flux ?? defaultTarget.flux.name).replace(/^v?(\d+\.\d+)(\.\d+)?$/, '$1');
  const foundFlux = fluxVersions.find((version) => version.name === name);
  if (found === undefined || foundFlux === undefined) {
    return {
      findings: [
        ...(found ? [] : [unknown('Kubernetes', kubernetes, kubernetesVersions)]),
        ...(foundFlux ? [] : [unknown('Flux', flux, fluxVersions)]),
      ],
    };
  }
  const patch = /^v?(\d+\.\d+\.\d+)$/.exec(kubernetes ?? '')?.[1];
  return {
    value: {
      kubernetes: patch === undefined ? found : { ...found, version: patch },
      flux: foundFlux,
    },
    findings: [],
  };
};

/** The versions that `kubernetes=1.37,flux=2.10` names. */
export const readTarget = (text: string): Checked<TargetVersions> => {
  const parts = text.split(',').map((part) => part.trim().split('='));
  const isRight = parts.every(
    ([name, version, ...rest]) =>
      (name === 'kubernetes' || name === 'flux') && version !== undefined && rest.length === 0,
  );
  if (isRight) return { value: Object.fromEntries(parts), findings: [] };
  const message = `the target "${text}" names no versions of Kubernetes and Flux`;
  const fix = 'write for instance kubernetes=1.37,flux=2.10, or one of both';
  return { findings: [{ rule: 'target', severity: 'error', message, fix }] };
};

/** The target of who names none. */
export const defaultTarget: Target = {
  kubernetes: named(kubernetesVersions, '1.36'),
  flux: named(fluxVersions, '2.9'),
};

/** The names of the sets of schemas for a target, in the order in which a kind is looked for. */
export const schemasOf = ({ kubernetes, flux }: Target): readonly string[] => [
  kubernetes.schemas,
  flux.schemas,
  ...commonSchemas,
];

/** `Kubernetes 1.36.3 and Flux 2.9`. */
export const printTarget = ({ kubernetes, flux }: Target): string =>
  `Kubernetes ${kubernetes.version} and Flux ${flux.name}`;

function named<T extends { readonly name: string }>(versions: readonly T[], name: string): T {
  const found = versions.find((version) => version.name === name);
  // The build fails without it, since the schemas are made with this module.
  if (found === undefined) throw new Error(`There is no data of version ${name}.`);
  return found;
}

const unknown = (
  what: string,
  version: string | undefined,
  known: readonly (KubernetesVersion | FluxVersion)[],
): Finding => ({
  rule: 'target',
  severity: 'error',
  message: `there are no schemas of ${what} ${version}`,
  fix: `use ${known.map(({ name }) => name).join(' or ')}`,
});
