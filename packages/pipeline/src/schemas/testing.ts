import type { ChartCrd } from '@helm-charts/types';
import { stringify } from 'yaml';

/** A CustomResourceDefinition with defaults, lists, open maps, int-or-string fields and two versions. */
export const feedCrd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: rssfeeds.example.com }
spec:
  group: example.com
  names: { kind: RSSFeed, plural: rssfeeds }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          description: A feed that is fetched.
          type: object
          required: [spec]
          properties:
            apiVersion: { type: string }
            kind: { type: string }
            metadata: { type: object }
            spec:
              type: object
              required: [url, interval]
              properties:
                url:
                  description: |-
                    Address of the feed.

                    Longer text that only the documentation needs.
                  type: string
                  pattern: '^https://'
                interval: { type: string, default: 1h }
                mode: { type: string, enum: [Full, Titles] }
                port: { x-kubernetes-int-or-string: true, anyOf: [{ type: integer }, { type: string }] }
                retries: { type: integer, minimum: 0, nullable: true }
                headers: { type: object, additionalProperties: { type: string } }
                options: { type: object, x-kubernetes-preserve-unknown-fields: true }
                steps:
                  type: array
                  items:
                    type: object
                    required: [name]
                    properties:
                      name: { type: string }
                      'on-error': { type: boolean }
            status: { type: object, properties: { phase: { type: string } } }
    - name: v1alpha1
      served: false
      storage: false
      schema: { openAPIV3Schema: { type: object } }
`;

/** A definition of a cluster-scoped kind. */
export const realm: Exclude<ChartCrd, string> = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'realms.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Realm', plural: 'realms' },
    scope: 'Cluster',
    versions: [
      {
        name: 'v1beta1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } },
        },
      },
    ],
  },
};

export const realmCrd: string = stringify(realm);
