import {
  passwordHashing,
  publicSocketUrl,
  serviceHost,
  temporalVariables,
  temporaryHome,
  tenantSecretPlace,
  tenantSecretVariables,
} from '@helm-charts/alga';
import { extraVariables } from '@helm-charts/blocks';
import { environment, match, text, when } from '@helm-charts/types';
import type { Values } from '../values.ts';
import { behaviour, identity, keys, release } from './application.ts';
import { collaboration } from './collaboration.ts';
import { apple, payments, vendor } from './commerce.ts';
import { database, store } from './data.ts';
import { logging } from './logging.ts';
import { mail } from './mail.ts';
import { directories, models } from './providers.ts';
import { fileStorage } from './storage.ts';
import { tools, workflows } from './tools.ts';

/** Environment variables of the server. */
export const serverEnvironment = (v: Values) => [
  ...environment({
    ...identity(v),
    ...release(v),
    ...behaviour(v),
    TEAMS_IFRAME_SESSION_COOKIE: when(v.server.teamsSessionCookie, 'true'),
    ...keys(v),
    ...passwordHashing(v),
    ...collaboration(v),
    ...database(v),
    ...store(v),
    REDIS_DB: match(v.redis, { inChart: () => 0, external: (own) => own.serverDatabase }),
    ...temporalVariables(v),
    ...workflows(v),
  }),
  when(v.hocuspocus.enabled, environment(documents(v))),
  ...fileStorage(v),
  ...tenantSecretVariables(v.tenantSecrets),
  ...environment(tenantSecretPlace),
  ...logging(v),
  ...mail(v),
  ...directories(v),
  ...models(v),
  payments(v),
  ...apple(v),
  ...vendor(v),
  ...tools(v),
  ...environment(temporaryHome),
  extraVariables(v.server.extraEnvironment),
];

const documents = (v: Values) => {
  const host = serviceHost(v, 'hocuspocus');
  return {
    REQUIRE_HOCUSPOCUS: 'true',
    HOCUSPOCUS_HOST: host,
    HOCUSPOCUS_PORT: v.hocuspocus.service.port,
    HOCUSPOCUS_URL: text`ws://${host}:${v.hocuspocus.service.port}`,
    NEXT_PUBLIC_HOCUSPOCUS_URL: text`${publicSocketUrl(v)}/hocuspocus`,
  };
};
