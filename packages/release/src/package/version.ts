import type { Finding } from '@helm-charts/types';
import semver from 'semver';

/**
 * What is wrong with the version of something that is released. Helm takes `1.2` and `v1.2.3`, too, and orders versions that differ after `+` by chance, so
 * only complete SemVer 2 without `+` may be released.
 */
export const versionProblems = (version: string, file: string): readonly Finding[] => {
  const message =
    version === ''
      ? 'there is no version'
      : semver.parse(version)?.raw !== version || version.startsWith('v')
        ? `the version "${version}" is not a complete SemVer version`
        : version.includes('+')
          ? `the version "${version}" has a part after "+", which Helm and Flux leave out when they compare versions`
          : undefined;
  if (message === undefined) return [];
  const fix = 'write a version such as 1.2.3 or 1.2.3-rc.1';
  return [
    { rule: 'package', severity: 'error', position: { file }, pointer: '/version', message, fix },
  ];
};
