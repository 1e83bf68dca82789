import { isManifest, parseYaml, standIn } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, objectIdOf, type Position } from '@helm-charts/types';
import type { Origin } from '../sources/origin.ts';
import { expand } from './expand.ts';

/** An object after substitution; unchanged if there are findings. */
export interface Substituted {
  readonly manifest: Manifest;
  readonly findings: readonly Finding[];
}

/** The label or annotation that disables substitution for an object. */
const key = 'kustomize.toolkit.fluxcd.io/substitute';

/**
 * Substitutes the variables in the text of an object and parses the result as YAML, so that
 * `"${REPLICAS}"` may become a number (fluxcd/pkg: kustomize/kustomize_varsub.go). `kustomization`
 * names the Kustomization that sets the variables, for findings.
 */
export const substitute = (
  { manifest, text }: { readonly manifest: Manifest; readonly text: string },
  { values, isOpen }: { readonly values: ReadonlyMap<string, string>; readonly isOpen: boolean },
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
    const expanded = expand(text, values, isOpen ? standIn : undefined);
    if (expanded.unset.length > 0) {
      const findings = expanded.unset.map((name) =>
        report(
          origin.find(`\${${name}`),
          `the variable ${name} is not set by ${kustomization}, so Flux does not apply the object`,
          `set it in spec.postBuild, give it a default with \${${name}:=…}, or write $\${${name}} for the literal text`,
        ),
      );
      return { manifest, findings };
    }
    const { value, findings } = parseYaml(expanded.text);
    if (isManifest(value)) return { manifest: value, findings: [] };
    const why = findings[0]?.message ?? 'it is no longer a Kubernetes object';
    const message = `the object is invalid after substitution, so Flux does not apply it: ${why}`;
    return { manifest, findings: [report(origin.at(), message, 'put the variable in quotes')] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = `Flux cannot substitute an expression of the object: ${error.message}`;
    const fix = `correct it, write $\${ for a literal \${, or add the annotation ${key}: disabled`;
    return { manifest, findings: [report(origin.find('${'), message, fix)] };
  }
};
