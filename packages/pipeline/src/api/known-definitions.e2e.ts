import { beforeEach, expect, test, vi } from 'vitest';
import { namespace, saidWithoutRules } from '../testing/api-tree.ts';

beforeEach(() => {
  vi.stubEnv('HELM_CHARTS_APISERVER', '');
  return () => vi.unstubAllEnvs();
});

const said = (text: string) => saidWithoutRules({ 'apps/x.yaml': namespace() + text });

const objects: Readonly<Record<string, readonly [spec: string, said: RegExp]>> = {
  'HelmRelease helm.toolkit.fluxcd.io/v2': [
    '{ interval: 1m, releaseName: a, chart: { spec: { chart: ./charts/a, sourceRef: { kind: GitRepository, name: b } } }, upgrade: { strategy: { name: RemediateOnFailure, retryInterval: 1m } } }',
    /^error apps\/x.yaml:\d+: HelmRelease demo\/a: spec.upgrade.strategy: Invalid value: .*retryInterval/,
  ],
  'Bucket source.toolkit.fluxcd.io/v1': [
    '{ interval: 1m, endpoint: a, bucketName: b, provider: azure, sts: { provider: aws, endpoint: "https://a" } }',
    /^error apps\/x.yaml:\d+: Bucket demo\/a: spec: Invalid value: STS configuration is only supported/,
  ],
  'HTTPRoute gateway.networking.k8s.io/v1': [
    '{ rules: [{ filters: [{ type: RequestRedirect }] }] }',
    /^error apps\/x.yaml:\d+: HTTPRoute demo\/a: spec.rules\[0\].filters\[0\]: Invalid value: filter.requestRedirect must be specified/,
  ],
  'Issuer cert-manager.io/v1': [
    '{ venafi: { zone: a } }',
    /^error apps\/x.yaml:\d+: Issuer demo\/a: spec.venafi: Invalid value: exactly one of tpp/,
  ],
  'ResourceSet fluxcd.controlplane.io/v1': [
    '{ inputsFrom: [{ kind: ResourceSetInputProvider, name: a, selector: { matchLabels: { a: b } } }], resources: [] }',
    /^error apps\/x.yaml:\d+: ResourceSet demo\/a: spec.inputsFrom\[0\]: Invalid value: cannot set both name and selector/,
  ],
};

test.each(Object.entries(objects))('the rules of %s are applied', async (kind, [spec, error]) => {
  const [name, apiVersion] = kind.split(' ');
  const text = `apiVersion: ${apiVersion}\nkind: ${name}\nmetadata: { name: a, namespace: demo }\nspec: ${spec}\n`;
  const found = (await said(text)).filter((line) => line.includes('[api]'));
  expect(found).toEqual([expect.stringMatching(error)]);
});

test('the definition in the tree is preferred, and an Alert may name kinds of the Flux Operator', async () => {
  const open = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: issuers.cert-manager.io }
spec:
  group: cert-manager.io
  scope: Namespaced
  names: { plural: issuers, singular: issuer, kind: Issuer, listKind: IssuerList }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }]
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: a, namespace: demo }
spec: { venafi: { zone: a } }
---
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: { name: a, namespace: demo }
spec: { providerRef: { name: a }, eventSources: [{ kind: FluxInstance, name: "*" }] }
`;
  expect((await said(open)).filter((line) => line.startsWith('error'))).toEqual([]);
});
