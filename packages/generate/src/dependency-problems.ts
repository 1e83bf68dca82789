import { type Chart, type Finding, type JsonSchema, propertiesOf } from '@helm-charts/types';
import semver from 'semver';

/** Checks the dependencies of a chart. */
export const dependencyProblems = ({ dependencies = {}, values }: Chart): readonly Finding[] =>
  Object.entries(dependencies).flatMap(([key, { version, repository = '', condition }]) => [
    ...(condition === undefined || isBoolean(values.schema, condition.split('.'))
      ? []
      : [
          problem(
            key,
            `the condition ${condition} is not a boolean value of the chart, so Helm always installs the dependency`,
            `write condition: '${key}.enabled', which is declared automatically, or declare ${condition} as boolean(…)`,
          ),
        ]),
    ...(semver.validRange(version.replaceAll(',', ' ')) === null
      ? [
          problem(
            key,
            `"${version}" is not a version, so Helm cannot find the dependency`,
            "write for instance version: '1.2.3'",
          ),
        ]
      : []),
    ...(repository === '' || /^(https?|oci|file):\/\/|^(@|alias:)/.test(repository)
      ? []
      : [
          problem(
            key,
            `"${repository}" is not a repository URL that Helm supports`,
            'write a URL that starts with https://, oci:// or file://',
          ),
        ]),
  ]);

const isBoolean = (schema: JsonSchema, [key = '', ...rest]: readonly string[]): boolean => {
  const member = propertiesOf(schema)?.[key];
  if (member === undefined) return false;
  return rest.length === 0 ? member.type === 'boolean' : isBoolean(member, rest);
};

const problem = (key: string, message: string, fix: string): Finding => ({
  rule: 'dependency',
  severity: 'error',
  position: { file: 'src/chart.ts' },
  message: `dependencies.${key}: ${message}`,
  fix,
});
