import { isManifest, parseYaml } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, objectIdOf, type Position } from '@helm-charts/types';
import type { Origin } from '../sources/origin.ts';
import { expand } from './expand.ts';

/** An object whose variables are replaced, as it was if there are findings. */
export interface Substituted {
  readonly manifest: Manifest;
  readonly findings: readonly Finding[];
}

/** What an object says to have no variables replaced in it, as a label or as an annotation. */
const key = 'kustomize.toolkit.fluxcd.io/substitute';

/**
 * Replaces the variables in the text of an object and reads what comes out as YAML, so that
 * `"${REPLICAS}"` may become a number (fluxcd/pkg: kustomize/kustomize_varsub.go).
 * `kustomization` is how findings name what sets the variables.
 */
export const substitute = (
  { manifest, text }: { readonly manifest: Manifest; readonly text: string },
  variables: ReadonlyMap<string, string>,
  origin: Origin,
  kustomization: string,
): Substituted => {
  const { labels, annotations } = manifest.metadata;
  if (labels?.[key] === 'disabled' || annotations?.[key] === 'disabled' || !text.includes('$')) {
    return { manifest, findings: [] };
  }
  const report = (position: Position, message: string, fix: string): Finding => ({
    rule: 'substitution',
    severity: 'error',
    object: objectIdOf(manifest),
    position,
    message,
    fix,
  });
  try {
    const expanded = expand(text, variables);
    if (expanded.unset.length > 0) {
      const findings = expanded.unset.map((name) =>
        report(
          origin.find(`\${${name}`),
          `it needs the variable ${name}, which ${kustomization} does not set`,
          `set it in spec.postBuild, give it a default with \${${name}:=…}, or write $\${${name}} for the text itself`,
        ),
      );
      return { manifest, findings };
    }
    const { value, findings } = parseYaml(expanded.text);
    if (isManifest(value)) return { manifest: value, findings: [] };
    const why = findings[0]?.message ?? 'it is no Kubernetes object any more';
    const message = `it can't be read once its variables are replaced: ${why}`;
    return { manifest, findings: [report(origin.at(), message, 'put the variable in quotes')] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = `it has an expression that Flux can't replace: ${error.message}`;
    const fix = `correct it, write $\${ for the text itself, or annotate the object with ${key}: disabled`;
    return { manifest, findings: [report(origin.find('${'), message, fix)] };
  }
};
