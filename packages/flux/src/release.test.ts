import type { JsonObject, Manifest } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { releaseName, releaseNamespace } from './name.ts';
import { resolveRelease } from './release.ts';

const helmRelease = (spec: JsonObject, name = 'one'): Manifest => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name, namespace: 'system' },
  spec,
});

const git = (chart: string, more: JsonObject = {}) => ({
  chart: { spec: { chart, sourceRef: { kind: 'GitRepository', name: 'appliance' }, ...more } },
});

const resolve = (object: Manifest) => resolveRelease(object, () => undefined, '/w');

test('the name is releaseName, else the name behind the target namespace', () => {
  expect(releaseName(helmRelease({ releaseName: 'x', targetNamespace: 'msp' }))).toBe('x');
  expect(releaseName(helmRelease({ targetNamespace: 'msp' }))).toBe('msp-one');
  expect(releaseName(helmRelease({}))).toBe('one');
});

test('a name of more than 53 characters is cut to 40 and ends with its hash', () => {
  expect(releaseName(helmRelease({}, 'a'.repeat(53)))).toBe('a'.repeat(53));
  expect(releaseName(helmRelease({}, 'a'.repeat(54)))).toMatch(/^a{40}-[0-9a-f]{12}$/);
  const name = releaseName(
    helmRelease({}, 'release-name-with-very-long-name-which-is-longer-than-53-characters'),
  );
  expect(name).toMatchInlineSnapshot(`"release-name-with-very-long-name-which-i-788ca0d0d7b0"`);
  expect(name).toHaveLength(53);
});

test("the namespace is the target namespace, else the HelmRelease's own", () => {
  expect(releaseNamespace(helmRelease({ targetNamespace: 'msp' }))).toBe('msp');
  expect(releaseNamespace(helmRelease({}))).toBe('system');
});

test('a chart is a path of the repository', () => {
  const spec = { ...git('./charts/tiny'), values: { a: 1 } };
  expect(resolve(helmRelease(spec))).toEqual({
    release: { name: 'one', namespace: 'system', chart: '/w/charts/tiny', values: { a: 1 } },
    findings: [],
  });
});

test('what can not be rendered as Flux would install it is a finding', () => {
  const finding = (object: Manifest) => {
    const { release, findings } = resolve(object);
    return [release, ...findings.map(({ severity, message }) => `${severity}: ${message}`)];
  };
  const oci = { chartRef: { kind: 'OCIRepository', name: 'x' } };
  expect([
    finding({ ...helmRelease(git('charts/tiny')), apiVersion: 'helm.toolkit.fluxcd.io/v2beta2' }),
    finding(helmRelease({ ...git('charts/tiny'), suspend: true })),
    finding(helmRelease(oci)),
    finding(helmRelease(git('../elsewhere'))),
    finding(helmRelease({ ...git('charts/tiny', { valuesFiles: ['x.yaml'] }), postRenderers: [] })),
    finding(helmRelease({ ...git('charts/tiny'), valuesFrom: [{ kind: 'ConfigMap', name: 'x' }] })),
  ]).toMatchInlineSnapshot(`
    [
      [
        undefined,
        "error: helm.toolkit.fluxcd.io/v2beta2 is gone from Flux 2.9; write helm.toolkit.fluxcd.io/v2.",
      ],
      [
        undefined,
        "warning: it is suspended, so Flux installs nothing and nothing is rendered.",
      ],
      [
        undefined,
        "warning: its chart comes from OCIRepository and is not at hand; nothing of it is rendered or checked.",
      ],
      [
        undefined,
        "error: its chart ../elsewhere lies outside the repository.",
      ],
      [
        undefined,
        "error: spec.chart.spec.valuesFiles and spec.postRenderers can't be applied yet, so nothing of it is rendered.",
      ],
      [
        undefined,
        "error: valuesFrom needs what isn't there: nothing installs ConfigMap system/x. Add it, or make the reference optional.",
      ],
    ]
  `);
});
