import { stringAt } from '@helm-charts/kubernetes';
import { problem, problemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { eachContainer } from '../view/each.ts';
import type { View } from '../view/view.ts';

/** Which images run. */
export const imageRules: readonly Rule[] = [
  {
    id: 'R14',
    scope: 'object',
    summary: 'An image has an exact tag, never latest.',
    source: 'Kubernetes docs, Images: imagePullPolicy defaulting',
    check: (view) =>
      eachContainer(view, ({ name, fields }, { object }) => {
        const image = stringAt(fields, 'image') ?? '';
        const tag = tagOf(image);
        const isFloating = /^(latest|stable|edge|main|master|nightly)$/.test(tag);
        return problemIf(
          tag === '' || isFloating,
          object,
          `container ${name}`,
          tag === ''
            ? `its image "${image}" has no tag, so it is whatever is newest; name the version`
            : `the tag of its image "${image}" moves, so a node that starts without Internet may not start it; name the version`,
        );
      }),
  },
  {
    id: 'R14',
    scope: 'cluster',
    summary:
      'An image is pinned by its digest and listed for the release; before there is a list, only a warning.',
    source: 'Talos docs, Image Cache; OCI distribution-spec spec.md, Pulling manifests',
    check: (view) => pinned(view),
  },
  {
    id: 'R15',
    scope: 'object',
    summary: 'An image is pulled only where it is missing.',
    source: 'Kubernetes pkg/kubelet/images/image_manager.go',
    check: (view) =>
      eachContainer(view, ({ name, fields }, { object }) =>
        problemIf(
          fields.imagePullPolicy !== 'IfNotPresent',
          object,
          `container ${name}`,
          `its imagePullPolicy is ${stringAt(fields, 'imagePullPolicy') ?? 'not said'}, so a node without Internet may not start it; set IfNotPresent`,
        ),
      ),
  },
];

/** The tag of an image, without its digest; empty where there is none. */
const tagOf = (image: string): string =>
  /:([^:/@]+)$/.exec(image.replace(/@.*$/, ''))?.[1] ?? (image.includes('@') ? 'digest' : '');

const pinned = (view: View): readonly Problem[] => {
  const { images } = view.expects;
  const used = new Map<string, Problem>();
  eachContainer(view, ({ name, fields }, { object }) => {
    const image = stringAt(fields, 'image') ?? '';
    const isPinned = /@sha256:[0-9a-f]{64}$/.test(image);
    if (!used.has(image) && images === undefined && !isPinned) {
      const sentence = `its image "${image}" has no digest, so the same tag may be another image; give the digest of the release`;
      used.set(image, { ...problem(object, `container ${name}`, sentence), severity: 'warning' });
    }
    if (!used.has(image) && images !== undefined && !images.includes(image)) {
      const sentence = `its image "${image}" is not among the images of the release, so a site without Internet does not have it; use one of them, with its digest`;
      used.set(image, problem(object, `container ${name}`, sentence));
    }
    return [];
  });
  return [...used.values()];
};
