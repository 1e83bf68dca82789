import type { Finding } from '@helm-charts/types';
import type { ApiAnswer, ApiServer } from './server.ts';

/** The feature gates of the API server. */
export interface Gates {
  /** Those that differ from the defaults of Kubernetes: `{ HPAScaleToZero: true }`. */
  readonly featureGates?: Readonly<Record<string, boolean>> | undefined;
  /** Whether the cluster may have others, so that what one of them allows is only a warning. */
  readonly areUnknown?: boolean;
}

/** All alpha and beta features (k8s.io/component-base featuregate/feature_gate.go). */
export const allGates: Readonly<Record<string, boolean>> = { AllAlpha: true, AllBeta: true };

/**
 * An API server of a cluster whose feature gates are not known: what the other one, which has all features, accepts is only
 * a warning. The other one is asked about objects with errors only.
 */
export const withUnknownGates = (server: ApiServer, featured: ApiServer): ApiServer => {
  const judge = async <T>(
    objects: readonly T[],
    ask: (server: ApiServer, some: readonly T[]) => Promise<ApiAnswer>,
  ): Promise<ApiAnswer> => {
    const answer = await ask(server, objects);
    if (answer.status === 'not-built') return answer;
    const wrong = objects.flatMap((object, index) =>
      answer.verdicts[index]?.findings.some(isError) ? [{ object, index }] : [],
    );
    if (wrong.length === 0) return answer;
    const again = await ask(
      featured,
      wrong.map(({ object }) => object),
    );
    if (again.status === 'not-built') return again;
    const errors = new Map(
      wrong.map(({ index }, at) => [index, again.verdicts[at]?.findings.filter(isError) ?? []]),
    );
    return {
      ...answer,
      verdicts: answer.verdicts.map((verdict, index) => {
        const remaining = new Set(errors.get(index)?.map(keyOf));
        const relaxed = (finding: Finding): Finding =>
          !isError(finding) || remaining.has(keyOf(finding)) ? finding : gated(finding);
        return errors.has(index)
          ? { ...verdict, findings: verdict.findings.map(relaxed) }
          : verdict;
      }),
    };
  };
  return {
    start: server.start,
    create: (objects) => judge(objects, (one, some) => one.create(some)),
    update: (updates) => judge(updates, (one, some) => one.update(some)),
    close: async () => {
      await Promise.all([server.close(), featured.close()]);
    },
  };
};

const isError = ({ severity }: Finding): boolean => severity === 'error';

const keyOf = ({ pointer, message }: Finding): string => `${pointer} ${message}`;

const gated = (finding: Finding): Finding => ({
  ...finding,
  severity: 'warning',
  message: `${finding.message}, unless a feature gate of the API server allows it`,
  fix: 'name the gate in featureGates of helm-charts.config.ts if the cluster has it',
});
