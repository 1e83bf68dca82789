import { closest, type Finding } from '@helm-charts/types';

/**
 * An object that Helm installs neither as a hook nor with the release, since it does not know one of its hooks (helm:
 * pkg/release/v1/util/manifest_sorter.go). The program helm does not tell which object it is.
 */
export interface SkippedHook {
  /** The path that Helm gives the template. */
  readonly template?: string;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  /** The annotation `helm.sh/hook`. */
  readonly hooks: string;
}

/** The hooks of Helm 4 (helm: pkg/release/v1/hook.go), without `test-success` of Helm 2, which it reads as `test`. */
const known = [
  ...['pre-install', 'post-install', 'pre-upgrade', 'post-upgrade', 'pre-rollback'],
  ...['post-rollback', 'pre-delete', 'post-delete', 'test'],
];

/** Says that Helm leaves an object out: an error where a hook is misspelt, else a warning. `place` turns a template into a path. */
export const unknownHook = (
  { template, apiVersion, kind, name, hooks }: SkippedHook,
  place: (template: string) => string,
): Finding => {
  const unknown = hooks
    .split(',')
    .map((hook) => hook.trim())
    .find((hook) => !known.includes(hook.toLowerCase()) && hook.toLowerCase() !== 'test-success');
  const like = unknown === undefined ? undefined : meant(unknown.toLowerCase());
  const isKnown = apiVersion !== undefined && kind !== undefined && name !== undefined;
  return {
    rule: 'hook',
    severity: like === undefined ? 'warning' : 'error',
    ...(isKnown && {
      object: { apiVersion, kind, name },
      pointer: '/metadata/annotations/helm.sh~1hook',
    }),
    ...(template !== undefined && { position: { file: place(template) } }),
    message: `Helm has no hook "${unknown ?? hooks}", so it does not install the object`,
    fix: fixOf(unknown, like),
  };
};

/** The hook of Helm 2 is no misspelt one. */
const helm2 = 'crd-install';

const meant = (hook: string): string | undefined =>
  hook === helm2 ? undefined : closest(hook, known);

const fixOf = (unknown: string | undefined, like: string | undefined): string => {
  if (like !== undefined) return `did you mean ${like}?`;
  if (unknown === '') return 'remove the comma, or the empty annotation helm.sh/hook';
  if (unknown === helm2) return 'move the CustomResourceDefinition to crds/ of the chart';
  return `write one of ${known.join(', ')}, or remove the annotation helm.sh/hook`;
};

/** What the program helm logs of hooks that it does not know. */
export const skippedIn = (log: string): readonly SkippedHook[] =>
  [...log.matchAll(/ msg="skipping unknown hooks" hookTypes=(".*"|\S*)$/gm)].map(
    ([, text = '']) => ({ hooks: text.replace(/^"(.*)"$/, '$1') }),
  );
