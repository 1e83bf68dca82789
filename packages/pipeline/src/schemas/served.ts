import { groupOf, type ManifestDocument, positionOf, type Target } from '@helm-charts/kubernetes';
import { closest, type Finding, objectIdOf } from '@helm-charts/types';
import { apisOfCrds } from '../served-apis.ts';

/**
 * Adds what the API server of a target says of the API versions of objects: it does not serve one, or serves one that is
 * deprecated. `more` are APIs that the cluster serves besides those of its default settings; a CustomResourceDefinition
 * among the objects adds its own. A finding about a kind without a schema is replaced where Kubernetes or Flux has no such API.
 */
export const withServedApis = (
  documents: readonly ManifestDocument[],
  findings: readonly Finding[],
  target: Target,
  more: readonly string[] = [],
): readonly Finding[] => {
  const [served, groups] = [new Set(target.kubernetes.apis), groupsOf(target)];
  const defined = new Set([...more, ...apisOfCrds(documents.map(({ manifest }) => manifest))]);
  const unknown = new Set(
    findings.filter(({ rule }) => rule === 'unknown-kind').map(({ object }) => keyOf(object)),
  );
  const own = documents.flatMap(({ manifest, source }): readonly Finding[] => {
    const group = groupOf(manifest);
    const { apiVersion, kind } = manifest;
    if (!groups.has(group) || defined.has(`${apiVersion}/${kind}`)) return [];
    const asked = { apiVersion, kind, group, isUnknown: unknown.has(keyOf(objectIdOf(manifest))) };
    const isServed = served.has(`${apiVersion}/${kind}`) || more.includes(apiVersion);
    const said = isFluxGroup(group)
      ? aboutFlux(asked, target)
      : isServed
        ? aboutDeprecated(asked, target)
        : aboutUnserved(asked, target);
    if (said === undefined) return [];
    const place = { object: objectIdOf(manifest), position: positionOf(source) };
    return [{ ...said, ...place, pointer: '/apiVersion' }];
  });
  const refused = new Set(
    own.filter(({ severity }) => severity === 'error').map(({ object }) => keyOf(object)),
  );
  return [
    ...findings.filter(
      ({ rule, object }) => rule !== 'unknown-kind' || !refused.has(keyOf(object)),
    ),
    ...own,
  ];
};

interface Asked {
  readonly apiVersion: string;
  readonly kind: string;
  readonly group: string;
  /** Whether it has no schema. */
  readonly isUnknown: boolean;
}

type Said = Pick<Finding, 'rule' | 'severity' | 'message' | 'fix'> | undefined;

const aboutDeprecated = ({ apiVersion, kind }: Asked, { kubernetes }: Target): Said => {
  const found = kubernetes.lifecycles.find(({ api }) => api === `${apiVersion}/${kind}`);
  if (found === undefined) return undefined;
  const message = `${kind} of ${apiVersion} is deprecated since Kubernetes 1.${found.deprecated}`;
  return { rule: 'api-deprecated', severity: 'warning', message, ...insteadOf(found.replacement) };
};

const aboutUnserved = (
  { apiVersion, kind, group, isUnknown }: Asked,
  { kubernetes }: Target,
): Said => {
  const found = kubernetes.lifecycles.find(({ api }) => api === `${apiVersion}/${kind}`);
  const current = kubernetes.apis.find(
    (api) => api.endsWith(`/${kind}`) && groupOf({ apiVersion: versionOf(api) }) === group,
  );
  const minor = Number(kubernetes.name.split('.')[1]);
  const rule = 'api-not-served';
  if (found !== undefined && found.removed > 0 && found.removed <= minor) {
    const message = `Kubernetes 1.${found.removed} has removed ${kind} of ${apiVersion}, so Kubernetes ${kubernetes.name} rejects the object`;
    return { rule, severity: 'error', message, ...insteadOf(found.replacement || current || '') };
  }
  if (!isUnknown) {
    const message = `Kubernetes ${kubernetes.name} does not serve ${kind} of ${apiVersion} with default settings`;
    const fix = `${current === undefined ? '' : `write ${versionOf(current)}, or `}turn it on with --runtime-config=${apiVersion}=true of the API server, and name it in apiVersions of the cluster`;
    return { rule, severity: 'warning', message, fix };
  }
  if (kind.endsWith('List')) return undefined;
  const similar = closest(kind, kindsOf(apiVersion, kubernetes.apis));
  if (current === undefined && similar !== undefined) {
    const message = `Kubernetes ${kubernetes.name} has no ${kind} of ${apiVersion}, so it rejects the object`;
    return { rule, severity: 'error', message, fix: `did you mean ${similar}?` };
  }
  const message = `Kubernetes ${kubernetes.name} has no ${kind} of ${apiVersion}, so it rejects the object`;
  return { rule, severity: 'error', message, ...insteadOf(current ?? '') };
};

const aboutFlux = ({ apiVersion, kind, group }: Asked, { flux }: Target): Said => {
  if (flux.apis.includes(`${apiVersion}/${kind}`)) return undefined;
  const current = flux.apis.find((api) => api.startsWith(`${group}/`) && api.endsWith(`/${kind}`));
  if (current === undefined) return undefined;
  const message = `Flux ${flux.name} does not serve ${kind} of ${apiVersion}, so the API server rejects the object`;
  return { rule: 'api-not-served', severity: 'error', message, ...insteadOf(current) };
};

/** The kinds of an API version. */
const kindsOf = (apiVersion: string, apis: readonly string[]): readonly string[] =>
  apis.flatMap((api) => (versionOf(api) === apiVersion ? [api.slice(apiVersion.length + 1)] : []));

const insteadOf = (api: string): { readonly fix?: string } => {
  if (api === '') return {};
  return { fix: `use ${api.slice(api.lastIndexOf('/') + 1)} of ${versionOf(api)}` };
};

/** `apps/v1` of `apps/v1/Deployment`. */
const versionOf = (api: string): string => api.slice(0, api.lastIndexOf('/'));

/** The groups of Kubernetes and Flux; those of other CustomResourceDefinitions are not known. */
const groupsOf = ({ kubernetes, flux }: Target): ReadonlySet<string> =>
  new Set(
    [...kubernetes.apis, ...kubernetes.lifecycles.map(({ api }) => api), ...flux.apis].map((api) =>
      groupOf({ apiVersion: /\/[A-Z]\w*$/.test(api) ? versionOf(api) : api }),
    ),
  );

const keyOf = (object: Finding['object']): string => JSON.stringify(object);

const isFluxGroup = (group: string): boolean => group.endsWith('.fluxcd.io');
