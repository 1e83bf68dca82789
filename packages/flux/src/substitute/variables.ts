import type { FieldPath } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { isObject, listAt, stringAt, valueAt } from '../fields.ts';
import { dataOf, encrypted, isEncrypted, type Lookup } from '../lookup.ts';

/** What is wrong with a field of a Flux Kustomization, or what can't be known of it here. */
interface Problem {
  readonly rule: 'substitution' | 'encrypted';
  readonly path: FieldPath;
  readonly message: string;
}

/** The variables of a Flux Kustomization, undefined if it substitutes nothing. */
export interface Variables {
  readonly values: ReadonlyMap<string, string> | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Collects the variables of a Flux Kustomization: those of `substituteFrom` in its order, from its
 * own namespace, then `substitute` over them; line ends are taken out of their values (fluxcd/pkg:
 * kustomize/kustomize_varsub.go). Without any variable nothing is substituted, unless
 * `substituteStrategy` is `Always`.
 */
export const variablesOf = (kustomization: Manifest, lookup: Lookup): Variables => {
  const postBuild = valueAt(kustomization.spec, 'postBuild');
  if (postBuild === undefined) return { values: undefined, problems: [] };
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [path, kind, name, object, isOptional] of sources(kustomization, lookup)) {
    if (kind !== 'ConfigMap' && kind !== 'Secret') {
      const message = `substituteFrom names a ${kind}; only a ConfigMap or a Secret can hold variables`;
      problems.push({ rule: 'substitution', path, message });
    } else if (object !== undefined) {
      const data = dataOf(object);
      for (const [key, text] of data) values.set(key, text.replaceAll('\n', ''));
      if (isEncrypted(object) && [...data.values()].includes(encrypted)) {
        const message = `${kind} ${name} is encrypted, and the text "${encrypted}" stands for each of its values in what is rendered`;
        problems.push({ rule: 'encrypted', path, message });
      }
    } else if (!isOptional) {
      const message = `nothing installs ${kind} ${name}, which substituteFrom needs; add it, or make the reference optional`;
      problems.push({ rule: 'substitution', path, message });
    }
  }
  const own = valueAt(postBuild, 'substitute');
  for (const [key, text] of Object.entries(isObject(own) ? own : {})) {
    if (typeof text === 'string') values.set(key, text.replaceAll('\n', ''));
    else {
      const message = `the value of ${key} is no text, and Flux takes nothing else; put it in quotes`;
      problems.push({ rule: 'substitution', path: [...substitute, key], message });
    }
  }
  for (const key of values.keys()) {
    if (/^[_A-Za-z][_A-Za-z0-9]*$/.test(key)) continue;
    const message = `${key} can't be the name of a variable, which has letters, digits and _ alone; rename it`;
    problems.push({ rule: 'substitution', path: [...substitute, key], message });
  }
  const always = stringAt(kustomization.spec, 'postBuild', 'substituteStrategy') === 'Always';
  return { values: values.size > 0 || always ? values : undefined, problems };
};

/** Whether everything that the variables of a Flux Kustomization come from is there. */
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
    return [path, kind, `${namespace}/${name}`, lookup(kind, namespace, name), isOptional];
  });
