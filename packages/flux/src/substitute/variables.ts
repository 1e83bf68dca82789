import type { FieldPath } from '@helm-charts/kubernetes';
import { isObject, listAt, standIn, stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Finding, Manifest } from '@helm-charts/types';
import { isFilled } from '../in-cluster/filled.ts';
import { type InCluster, unseenInCluster } from '../in-cluster/in-cluster.ts';
import { dataOf, isEncrypted, type Lookup } from '../lookup.ts';
import type { Origin } from '../sources/origin.ts';
import { placeOf } from '../sources/place.ts';

/**
 * The variables of a Flux Kustomization. `values` is undefined if Flux substitutes nothing or if
 * there is an error.
 */
export interface Variables {
  readonly values: ReadonlyMap<string, string> | undefined;
  /** Whether there are further variables, which only the cluster knows. */
  readonly isOpen: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Collects the variables of a Flux Kustomization: first those of `substituteFrom`, in order, from
 * its own namespace; then `substitute`, which overrides them. Line breaks are removed from the
 * values (fluxcd/pkg: kustomize/kustomize_varsub.go). Without variables Flux substitutes nothing,
 * unless `substituteStrategy` is `Always`.
 */
export const variablesOf = (
  kustomization: Manifest,
  lookup: Lookup,
  origin: Origin | undefined,
  inCluster: InCluster = () => undefined,
): Variables => {
  const postBuild = valueAt(kustomization.spec, 'postBuild');
  if (postBuild === undefined) return { values: undefined, isOpen: false, findings: [] };
  const values = new Map<string, string>();
  let isOpen = false;
  const namespace = kustomization.metadata.namespace ?? 'default';
  const findings: Finding[] = [];
  const report = (path: FieldPath, message: string, fix?: string) => {
    const place = placeOf(kustomization, path, origin);
    findings.push({
      rule: 'substitution',
      severity: 'error',
      ...place,
      message,
      ...(fix && { fix }),
    });
  };
  for (const [path, kind, name, object, isOptional] of sources(kustomization, lookup)) {
    if (kind !== 'ConfigMap' && kind !== 'Secret') {
      report(
        [...path, 'kind'],
        `substituteFrom names a ${kind}; only a ConfigMap or a Secret can hold variables`,
      );
      continue;
    }
    if (object !== undefined) {
      const data = dataOf(object);
      for (const [key, text] of data) values.set(key, text.replaceAll('\n', ''));
      if (isEncrypted(object) && [...data.values()].includes(standIn)) {
        findings.push({
          rule: 'encrypted',
          severity: 'warning',
          ...placeOf(kustomization, path, origin),
          message: `${kind} ${namespace}/${name} is encrypted, so the text "${standIn}" replaces each of its values in the build here`,
          unseen: { what: 'evaluated', reason: 'encrypted' },
        });
      }
      if (data.size > 0 || !isFilled(object)) continue;
    }
    const assumed = inCluster(kind, namespace, name);
    if (assumed !== undefined) {
      isOpen = true;
      findings.push({
        rule: 'in-cluster',
        severity: assumed.isDeclared ? 'info' : 'warning',
        ...placeOf(kustomization, path, origin),
        message: `${assumed.message}, so the text "${standIn}" replaces each of its values in the build here`,
        ...(assumed.fix && { fix: assumed.fix }),
        unseen: unseenInCluster(assumed),
      });
    } else if (!isOptional) {
      report(
        path,
        `the profile has no ${kind} ${namespace}/${name}, which substituteFrom needs, so Flux applies nothing of the Kustomization`,
        'add it, or set optional: true',
      );
    }
  }
  const own = valueAt(postBuild, 'substitute');
  for (const [key, text] of Object.entries(isObject(own) ? own : {})) {
    if (typeof text === 'string') values.set(key, text.replaceAll('\n', ''));
    else {
      report(
        [...substitute, key],
        `the value of ${key} is not a string, so the API server rejects it`,
        'put it in quotes',
      );
    }
  }
  for (const key of values.keys()) {
    if (/^[_A-Za-z][_A-Za-z0-9]*$/.test(key)) continue;
    report(
      [...substitute, key],
      `${key} is not a valid variable name, which consists of letters, digits and _ only`,
      'rename it',
    );
  }
  const isWrong = findings.some(({ severity }) => severity === 'error');
  const always = stringAt(kustomization.spec, 'postBuild', 'substituteStrategy') === 'Always';
  const isUsed = !isWrong && (values.size > 0 || always || isOpen);
  return { values: isUsed ? values : undefined, isOpen, findings };
};

/** Whether all ConfigMaps and Secrets of a Flux Kustomization's `substituteFrom` exist. */
export const hasVariables = (kustomization: Manifest, lookup: Lookup): boolean =>
  sources(kustomization, lookup).every(([, , , object]) => object !== undefined);

const substitute = ['spec', 'postBuild', 'substitute'] as const;

type VariableSource = readonly [FieldPath, string, string, Manifest | undefined, boolean];

const sources = (kustomization: Manifest, lookup: Lookup): readonly VariableSource[] =>
  listAt(kustomization.spec, 'postBuild', 'substituteFrom').map((source, index) => {
    const kind = stringAt(source, 'kind') ?? 'kind without a name';
    const name = stringAt(source, 'name') ?? '';
    const namespace = kustomization.metadata.namespace ?? 'default';
    const path = ['spec', 'postBuild', 'substituteFrom', index];
    const isOptional = valueAt(source, 'optional') === true;
    return [path, kind, name, lookup(kind, namespace, name), isOptional];
  });
