import { waitForBootstrap } from '@helm-charts/alga';
import { postgres } from './address.ts';
import { scripts } from './bootstrap.ts';
import { bootstrapHash } from './environment/bootstrap.ts';
import type { Values } from './values.ts';

/** The wait of a pod of this chart: for the bootstrap of the very release that it belongs to. */
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
    },
    waitSeconds: v.gate.waitSeconds,
  });
};
