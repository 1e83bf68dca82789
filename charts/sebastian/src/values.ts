import { object, type Refs, type ValueOf, type ValuesOf } from '@helm-charts/types';
import { application } from './values/application.ts';
import { backup } from './values/backup.ts';
import { hocuspocus } from './values/hocuspocus.ts';
import { integrations } from './values/integrations.ts';
import { mail } from './values/mail.ts';
import { metrics } from './values/metrics.ts';
import { network } from './values/network.ts';
import { postgres } from './values/postgres.ts';
import { redis } from './values/redis.ts';
import { server } from './values/server.ts';
import { storage } from './values/storage.ts';
import { tls } from './values/tls.ts';

export const values = object('Settings of Alga PSA.', {
  ...application,
  ...server,
  ...postgres,
  ...backup,
  ...redis,
  ...hocuspocus,
  ...storage,
  ...mail,
  ...integrations,
  ...tls,
  ...metrics,
  ...network,
});

export type Values = ValuesOf<typeof values>;

/** The values of the Postgres that the chart itself runs. */
export type OwnPostgres = Refs<ValueOf<typeof values>['postgres']['inChart']>;
