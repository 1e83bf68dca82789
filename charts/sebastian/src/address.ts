import { given, helper, match, type Ref, release, text } from '@helm-charts/types';
import type { Values } from './values.ts';

/** The name of a Service of the release's namespace, with the domain of the cluster. */
export const service = ({ clusterDomain }: Values, name: string | Ref<string>): Ref<string> =>
  text`${name}.${release.namespace}.svc.${clusterDomain}`;

/** Postgres itself, never a pool. */
export const postgres = (v: Values) => ({
  host: helper(
    'postgresHost',
    match(v.postgres, { inChart: () => service(v, 'db'), external: ({ host }) => host }),
  ),
  port: helper(
    'postgresPort',
    match(v.postgres, { inChart: () => 5432, external: ({ port }) => port }),
  ),
});

export const redis = (v: Values) => ({
  host: helper(
    'redisHost',
    match(v.redis, { inChart: () => service(v, 'redis'), external: ({ host }) => host }),
  ),
  port: helper('redisPort', match(v.redis, { inChart: () => 6379, external: ({ port }) => port })),
});

/** Where users reach the application. */
export const publicUrl = ({ url, host }: Values): Ref<string> =>
  helper(
    'publicUrl',
    given(url, (own) => own, text`https://${host}`),
  );

export const temporal = (v: Values): Ref<string> => {
  const host = given(v.temporal.host, (own) => own, service(v, 'temporal-frontend'));
  return text`${helper('temporalHost', host)}:${v.temporal.port}`;
};
