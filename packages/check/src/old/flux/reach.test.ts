import { expect, test } from 'vitest';
import { type Change, findings, set } from '../testing/cluster.ts';

test('F14 a claim that the appliance guards, and its Secrets', () => {
  const guarding = (name: string, secrets: readonly string[]): Change => {
    const dataClaims = [{ name, secrets }];
    return (subject) => ({ ...subject, dataClaims });
  };
  expect(findings('F14', guarding('data', ['db', 'key']))).toMatchInlineSnapshot(`
    [
      "error dataClaims: no release has the claim data, so nothing guards its data; correct the name. [F14]",
      "error dataClaims: data is opened by Secret key, and secrets has none of that name; correct the name or add it. [F14]",
    ]
  `);
});

test('F14 a source that is not there', () => {
  expect(
    findings('F14', set('HelmRelease releases/core', 'spec.chart.spec.sourceRef.name', 'repo')),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: sourceRef: the profile has no GitRepository flux-system/repo; correct the name or add it. [F14]",
    ]
  `);
});
