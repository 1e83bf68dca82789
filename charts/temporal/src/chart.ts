import { serviceAccount } from '@helm-charts/blocks';
import { defineChart, equals, file, not, release, rule } from '@helm-charts/types';
import { about } from './about.ts';
import { server as component } from './component.ts';
import { namespace } from './namespace.ts';
import { scenarios } from './scenarios.ts';
import { schema } from './schema.ts';
import { address, server } from './server.ts';
import { ui } from './ui.ts';
import { values } from './values.ts';

export const chart = defineChart({
  name: 'temporal',
  description: 'Temporal on one node: the server, its schemas and its namespace.',
  version: '0.1.0',
  appVersion: '1.31.2',
  about,
  home: 'https://temporal.io',
  release: { name: 'temporal', namespace: 'msp' },
  values,
  scenarios,

  rules: ({ database }) => [
    rule(
      'database.visibility is the database of the workflows; the visibility store needs its own: set another name.',
      not(equals(database.visibility, database.name)),
    ),
    rule(
      'database.user is the superuser, which the server must not use: set another role.',
      not(equals(database.user, 'postgres')),
    ),
  ],

  manifests: (v) => ({
    namespace: namespace(v),
    schema: schema(v),
    server: server(v),
    serviceaccount: serviceAccount(component),
    ui: ui(v),
  }),

  notes: (v) =>
    file('NOTES.txt', {
      address: address(v),
      namespace: release.namespace,
      workflows: v.namespace.name,
      database: v.database.name,
      visibility: v.database.visibility,
      secret: v.database.credentials.existingSecret,
    }),
});
