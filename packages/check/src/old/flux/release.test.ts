import { expect, test } from 'vitest';
import { findings, set, writing } from '../testing/cluster.ts';

test('F2 a release without a name', () => {
  expect(
    findings('F2', set('HelmRelease releases/core', 'spec.releaseName', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.releaseName: it is not said, and what Flux takes instead may change; say it. [F2]",
    ]
  `);
});

test('F2 a release without time', () => {
  expect(
    findings('F2', set('HelmRelease releases/core', 'spec.timeout', '90s')),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.timeout: 90s is too little for a slow first start or too much to notice a failure; set 5m to 60m. [F2]",
    ]
  `);
});

test('F3 an installation that fails once and for all', () => {
  expect(
    findings('F3', set('HelmRelease releases/core', 'spec.install.strategy', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.install.strategy: after a first failure nothing happens until somebody comes; set name: RetryOnFailure. [F3]",
    ]
  `);
});

test('F3 an upgrade that is rolled back', () => {
  expect(
    findings('F3', set('HelmRelease releases/core', 'spec.upgrade.remediation', { retries: 3 })),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.upgrade.remediation: it uninstalls or rolls back, and takes data along; remove it. [F3]",
    ]
  `);
});

test('F4 a release that is ready before its pods are', () => {
  expect(
    findings('F4', set('HelmRelease releases/core', 'spec.install.disableWait', true)),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.install.disableWait: it is ready before its pods are, so those that depend on it start too early; remove it. [F4]",
    ]
  `);
});

test('F4 an upgrade by force', () => {
  expect(
    findings('F4', set('HelmRelease releases/core', 'spec.upgrade.force', true)),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.upgrade.force: it has no effect in Flux 2.9 or hides a failure; remove it. [F4]",
    ]
  `);
});

test('F7 a release without a chart', () => {
  expect(
    findings('F7', set('HelmRelease releases/core', 'spec.chart', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.chart: it has both chart and chartRef, or neither; give exactly one. [F7]",
    ]
  `);
});

test('F7 a range of versions', () => {
  expect(
    findings(
      'F7',
      set('HelmRelease releases/core', 'spec.chart.spec', {
        chart: 'core',
        version: '1.x',
        sourceRef: { kind: 'HelmRepository', name: 'a' },
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.chart.spec.version: "1.x" is not one version, so another day installs another chart; name it exactly. [F7]",
    ]
  `);
});

test('F7 a strategy that a HelmRepository does not have', () => {
  expect(
    findings(
      'F7',
      set('HelmRelease releases/core', 'spec.chart.spec.sourceRef.kind', 'HelmRepository'),
      set('HelmRelease releases/core', 'spec.chart.spec.version', '1.0.0'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.chart.spec.reconcileStrategy: it has no meaning for a HelmRepository; remove it. [F7]",
    ]
  `);
});

test('F7 an upgrade with every commit', () => {
  expect(
    findings(
      'F7',
      set('HelmRelease releases/core', 'spec.chart.spec.reconcileStrategy', 'Revision'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.chart.spec.reconcileStrategy: every commit would upgrade every release; set ChartVersion. [F7]",
    ]
  `);
});

test('F7 a chart of another name', () => {
  expect(
    findings('F7', writing('core', 'Chart.yaml', 'name: kernel\nversion: 1.0.0\n')),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.chart.spec.chart: the chart in ./charts/core is called kernel; correct the path or the name. [F7]",
    ]
  `);
});
