import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The stages that kwok applies to the objects of its node: pods become Ready, Jobs complete, PersistentVolumeClaims of the class
 * `local-path` are bound. They come from the folder kustomize/stage in the sources of kwok. Pods of some components
 * (`app.kubernetes.io/component`) can be left to the test: kwok only deletes them.
 */
export const readStages = (directory: string, withoutComponents: readonly string[] = []): string =>
  globSync(['{node/fast,node/heartbeat,pod/fast,volume/fast}/*.yaml'], { cwd: directory })
    .filter((path) => !/(kustomization|storage-class)\.yaml$/.test(path))
    .sort()
    .map((path) => readFileSync(join(directory, path), 'utf8'))
    .map((text) =>
      withoutComponents.length > 0 && /^ {2}name: pod-(ready|complete)$/m.test(text)
        ? text.replace(/^ {4}matchExpressions:\n/m, (line) => line + isNone(withoutComponents))
        : text,
    )
    .join('---\n')
    .replaceAll("'kwok-volume'", "'local-path'");

const isNone = (components: readonly string[]): string =>
  `    - key: '.metadata.labels["app.kubernetes.io/component"]'
      operator: 'NotIn'
      values: ${JSON.stringify(components)}
`;
