import { waitForBootstrap } from '@helm-charts/alga';
import { postgres } from './address.ts';
import { scripts } from './bootstrap.ts';
import { bootstrapHash } from './environment/bootstrap.ts';
import type { Values } from './values.ts';

/** The init container wait-for-bootstrap of the pods of this chart, for the bootstrap of their own release. */
export const waitForOwnBootstrap = (v: Values) => {
  const { server, credentials } = v.database;
  return waitForBootstrap({
    image: v.server.image,
    configMap: scripts.name,
    hash: bootstrapHash(v),
    database: {
      ...postgres(v),
      name: server.name,
      user: server.user,
      secret: credentials.existingSecret,
      key: credentials.keys.server,
      tls: v.database.tls,
    },
    waitSeconds: v.gate.waitSeconds,
  });
};
