import { expect, test } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import type { Example } from '../../example.ts';
import { tryRule } from '../../try.ts';
import { appliance } from './index.ts';

/** Rules whose findings only the author of a chart can fix. */
const ids = ['claim-size', 'claim-storage-class', 'claim-template', 'run-as-user'];

/** The bad example of a rule, installed by a HelmRelease whose chart is in a source of this kind. */
const installedFrom = (kind: string, bad: string | Example): Example => {
  const example = typeof bad === 'string' ? { objects: bad } : bad;
  const objects = parseAllDocuments(example.objects ?? '').map((document) => {
    document.setIn(['metadata', 'labels', 'helm.toolkit.fluxcd.io/name'], 'theirs');
    return stringify(document);
  });
  const applied = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: theirs }
spec: { chart: { spec: { chart: web, sourceRef: { kind: ${kind}, name: theirs } } } }
`;
  return { ...example, applied, objects: objects.join('---\n') };
};

test.each(appliance().rules.filter(({ id }) => ids.includes(id)))(
  '$id does not check a chart from a HelmRepository',
  (rule) => {
    expect(tryRule(rule, installedFrom('GitRepository', rule.bad))).not.toEqual([]);
    expect(tryRule(rule, installedFrom('HelmRepository', rule.bad))).toEqual([]);
  },
);
