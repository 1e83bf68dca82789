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
      'Workflows and what is searched have a database each: choose another database.visibility.',
      not(equals(database.visibility, database.name)),
    ),
    rule(
      'The server must not be the superuser: choose another database.user.',
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
