import { isObject, listAt, objectAt, stringAt } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import { isGroup, isKind, isVersion } from './custom-kind.ts';

/** Why a CustomResourceDefinition describes no kind; nothing where an object is something else. */
export const crdProblems = (object: unknown, file: string): readonly Finding[] => {
  if (stringAt(object, 'kind') !== 'CustomResourceDefinition') return [];
  const apiVersion = stringAt(object, 'apiVersion') ?? '';
  const name = stringAt(object, 'metadata', 'name') ?? '';
  const problem = (pointer: string, message: string, fix: string): Finding => ({
    rule: 'schemas',
    severity: 'error',
    position: { file },
    object: { apiVersion, kind: 'CustomResourceDefinition', name },
    pointer,
    message,
    fix,
  });
  if (apiVersion !== 'apiextensions.k8s.io/v1') {
    return [
      problem(
        '/apiVersion',
        `"${apiVersion}" is not served by Kubernetes 1.22 and later`,
        'take a definition of apiextensions.k8s.io/v1',
      ),
    ];
  }
  const named = (pointer: string, value: string | undefined, wanted: RegExp, example: string) =>
    value !== undefined && wanted.test(value)
      ? []
      : [problem(pointer, nameProblem(value), `write it as ${example}`)];
  const versions = listAt(object, 'spec', 'versions');
  const served = versions.filter((version) => isObject(version) && version.served !== false);
  return [
    ...named('/spec/group', stringAt(object, 'spec', 'group'), isGroup, 'monitoring.example.com'),
    ...named(
      '/spec/names/kind',
      stringAt(object, 'spec', 'names', 'kind'),
      isKind,
      'ServiceMonitor',
    ),
    ...versions.flatMap((version, at) =>
      named(`/spec/versions/${at}/name`, stringAt(version, 'name'), isVersion, 'v1'),
    ),
    ...(served.some((version) => objectAt(version, 'schema', 'openAPIV3Schema'))
      ? []
      : [
          problem(
            '/spec/versions',
            'no version is served and has schema.openAPIV3Schema',
            'add the schema of a version that is served',
          ),
        ]),
  ];
};

const nameProblem = (value: string | undefined): string =>
  value === undefined ? 'there is no name' : `"${value}" is no name that Kubernetes takes`;
