import { credentialOf } from '@helm-charts/alga';
import { environment, ifSet, isSet, when } from '@helm-charts/types';
import type { Values } from '../values.ts';

export const logging = ({ logging, observability }: Values) => [
  ...environment({
    LOG_LEVEL: logging.level,
    LOG_IS_FORMAT_JSON: logging.json,
    LOG_IS_FULL_DETAILS: logging.details,
    LOG_ENABLED_FILE_LOGGING: logging.file,
    LOG_DIR_PATH: '/tmp/logs',
    LOG_ENABLED_EXTERNAL_LOGGING: when(isSet(logging.http), 'true', 'false'),
  }),
  ifSet(logging.http, ({ host, port, path, level, token }) =>
    environment({
      LOG_EXTERNAL_HTTP_HOST: host,
      LOG_EXTERNAL_HTTP_PORT: port,
      LOG_EXTERNAL_HTTP_PATH: path,
      LOG_EXTERNAL_HTTP_LEVEL: level,
      LOG_EXTERNAL_HTTP_TOKEN: credentialOf(token),
    }),
  ),
  ifSet(observability, ({ endpoint, deployment }) =>
    environment({
      ALGA_OBSERVABILITY: 'true',
      OTLP_ENDPOINT: endpoint,
      DEPLOYMENT_ID: ifSet(deployment),
    }),
  ),
];
