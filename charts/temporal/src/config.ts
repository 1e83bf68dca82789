import { authorityFile } from '@helm-charts/alga';
import { each, file, ifSet, named, names, text } from '@helm-charts/types';
import { server } from './component.ts';
import { postgres } from './database.ts';
import type { Values } from './values.ts';

/** ConfigMap with the configuration, and its mount path. It does not hide the config directory of the image. */
export const config = named(server, names.withSuffix('config'));
export const configFolder = '/etc/temporal/appliance';

/** The configuration of the server (temporal common/config/config.go). */
export const serverConfig = (v: Values) =>
  file('server.yaml', {
    'log level': v.server.logLevel,
    shards: v.server.historyShards,
    database: v.database.name,
    visibility: v.database.visibility,
    host: postgres(v).host,
    port: postgres(v).port,
    user: v.database.user,
    connections: v.database.connections,
    // The server knows only when it starts whether the Secret exists.
    tls: ifSet(
      v.database.tls.certificateAuthority,
      () =>
        `connectAttributes: { sslmode: '{{ if env "DB_CA" }}verify-full{{ else }}prefer{{ end }}', sslrootcert: '{{ if env "DB_CA" }}${authorityFile}{{ end }}' }`,
    ),
    frontend: v.service.port,
  });

/** Dynamic configuration, which the server reloads while it runs (temporal common/dynamicconfig). */
export const dynamicConfig = (v: Values) =>
  file('dynamic-config.yaml', {
    settings: each(v.server.dynamicConfig, (value, name) => text`${name}: [{ value: ${value} }]`),
  });
