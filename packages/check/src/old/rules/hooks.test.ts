import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

test('R2 a Job that runs after the installation only', () => {
  expect(
    findings(
      'R2',
      set(
        'Job msp/bootstrap-0123456789',
        ['metadata', 'annotations', 'helm.sh/hook'],
        'post-install',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/bootstrap-0123456789: metadata.annotations["helm.sh/hook"]: it is a hook (post-install): a retried installation is an upgrade, so it may never run; make it an ordinary object (charts/core/templates/job.yaml). [R2]",
    ]
  `);
});

test('R2 a ConfigMap that is deleted before each upgrade', () => {
  expect(
    findings(
      'R2',
      set(
        'ConfigMap msp/redis',
        ['metadata', 'annotations', 'helm.sh/hook'],
        'pre-install, pre-upgrade',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/redis: metadata.annotations["helm.sh/hook"]: it is a hook (pre-install, pre-upgrade): Helm deletes it before each run; make it an ordinary object (charts/core/templates/configmap.yaml). [R2]",
    ]
  `);
});

test('R2 a Job before every installation and upgrade', () => {
  expect(
    findings(
      'R2',
      set(
        'Job msp/bootstrap-0123456789',
        ['metadata', 'annotations', 'helm.sh/hook'],
        'pre-install,pre-upgrade',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/bootstrap-0123456789: metadata.annotations["helm.sh/hook"]: it is a hook (pre-install, pre-upgrade): it is no part of the release, and nothing waits for it that it waits for; make it an ordinary object (charts/core/templates/job.yaml). [R2]",
    ]
  `);
});

test('R2 a test of Helm is allowed', () => {
  const annotation = ['metadata', 'annotations', 'helm.sh/hook'];
  expect(findings('R2', set('Job msp/bootstrap-0123456789', annotation, 'test'))).toEqual([]);
});
