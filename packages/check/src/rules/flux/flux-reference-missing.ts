import { listAt, namespaceOf, stringAt, valueAt } from '@helm-charts/kubernetes';
import { missingTarget } from '../../known/missing.ts';
import type { Target } from '../../known/target.ts';
import type { Rule } from '../../rule.ts';

export const fluxReferenceMissing: Rule = {
  id: 'flux-reference-missing',
  set: 'flux',
  title: 'What the objects of the notification and image APIs of Flux refer to exists.',
  why: 'Without its Provider an Alert sends nothing, and without its source an automation does nothing.',
  source:
    'notification-controller docs/spec/v1beta3/alerts.md; image-reflector-controller docs/spec/v1/imagepolicies.md',
  severity: 'error',
  scope: 'profile',
  bad: { applied: example('slakc') },
  good: { applied: example('slack') },
  check: (context) =>
    context.applied.flatMap((object) => {
      const reference = references[object.manifest.kind];
      if (reference === undefined || !object.manifest.apiVersion.startsWith(reference.api))
        return [];
      return reference
        .targets(object.manifest)
        .filter(({ name }) => name !== '*')
        .flatMap((target) =>
          missingTarget(context, {
            object,
            target: { ...target, namespace: target.namespace || namespaceOf(object.manifest) },
            tie: 'shared',
            effect: reference.effect,
          }),
        );
    }),
};

interface References {
  readonly api: string;
  readonly effect: string;
  readonly targets: (object: unknown) => readonly Target[];
}

/** A field that names one object. */
const one =
  (kind: string | undefined, group: string, ...path: readonly string[]) =>
  (object: unknown): readonly Target[] => {
    const reference = valueAt(object, ...path);
    const [name, of] = [stringAt(reference, 'name'), kind ?? stringAt(reference, 'kind')];
    if (name === undefined || of === undefined) return [];
    const namespace = stringAt(reference, 'namespace') ?? '';
    return [{ kind: of, group, namespace, name, path: [...path, 'name'] }];
  };

const groups: Readonly<Record<string, string>> = {
  Bucket: 'source.toolkit.fluxcd.io',
  GitRepository: 'source.toolkit.fluxcd.io',
  HelmRepository: 'source.toolkit.fluxcd.io',
  OCIRepository: 'source.toolkit.fluxcd.io',
  ImageRepository: 'image.toolkit.fluxcd.io',
};

const references: Readonly<Record<string, References>> = {
  Alert: {
    api: 'notification.toolkit.fluxcd.io/',
    effect: 'so nothing is sent',
    targets: one('Provider', 'notification.toolkit.fluxcd.io', 'spec', 'providerRef'),
  },
  Receiver: {
    api: 'notification.toolkit.fluxcd.io/',
    effect: 'so nothing is reconciled',
    targets: (object) =>
      listAt(object, 'spec', 'resources').flatMap((resource, index): Target[] => {
        const [kind = '', name] = [stringAt(resource, 'kind'), stringAt(resource, 'name')];
        const group = groups[kind];
        const namespace = stringAt(resource, 'namespace') ?? '';
        const path = ['spec', 'resources', index, 'name'];
        return name === undefined || group === undefined
          ? []
          : [{ kind, group, namespace, name, path }];
      }),
  },
  ImagePolicy: {
    api: 'image.toolkit.fluxcd.io/',
    effect: 'so no image is chosen',
    targets: one('ImageRepository', 'image.toolkit.fluxcd.io', 'spec', 'imageRepositoryRef'),
  },
  ImageUpdateAutomation: {
    api: 'image.toolkit.fluxcd.io/',
    effect: 'so nothing is updated',
    targets: one('GitRepository', 'source.toolkit.fluxcd.io', 'spec', 'sourceRef'),
  },
};

function example(provider: string): string {
  return `
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Provider
metadata: { name: slack, namespace: shop }
spec: { type: slack }
---
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: { name: all, namespace: shop }
spec: { providerRef: { name: ${provider} }, eventSources: [{ kind: Kustomization, name: '*' }] }
`;
}
