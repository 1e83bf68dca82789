import { parseYaml } from '@helm-charts/kubernetes';
import { expect, test } from 'vitest';
import { kindsOfCrd } from './custom-kind.ts';
import { feedCrd, realmCrd } from './testing.ts';
import { camelCase, moduleOf } from './typescript.ts';

const modules = (crd: string): readonly string[] => kindsOfCrd(parseYaml(crd).value).map(moduleOf);

test('generates interfaces and a kind for a served version', () => {
  expect(modules(feedCrd)).toHaveLength(1);
  expect(modules(feedCrd)[0]).toMatchInlineSnapshot(`
    "import { type CustomKind, custom } from '@helm-charts/types';

    /** A feed that is fetched. */
    export interface RSSFeed {
      readonly spec: RSSFeedSpec;
    }

    export interface RSSFeedSpec {
      /** Address of the feed. */
      readonly url: string;
      readonly interval?: string;
      readonly mode?: 'Full' | 'Titles';
      readonly port?: number | string;
      readonly retries?: number | null;
      readonly headers?: { readonly [key: string]: string };
      readonly options?: { readonly [key: string]: unknown };
      readonly steps?: readonly RSSFeedSpecSteps[];
    }

    export interface RSSFeedSpecSteps {
      readonly name: string;
      readonly 'on-error'?: boolean;
    }

    /** The kind RSSFeed of example.com/v1, for \`manifest(rssFeed, component, { … })\`. */
    export const rssFeed: CustomKind<RSSFeed> = custom({ apiVersion: 'example.com/v1', kind: 'RSSFeed' });
    "
  `);
});

test('generates the scope of a cluster-scoped kind', () => {
  expect(modules(realmCrd)[0]).toContain(
    "custom({ apiVersion: 'example.com/v1beta1', kind: 'Realm', scope: 'Cluster' })",
  );
});

test.each([
  ['ServiceMonitor', 'serviceMonitor'],
  ['HTTPRoute', 'httpRoute'],
  ['DNS', 'dns'],
  ['Certificate', 'certificate'],
  ['Function', 'functionKind'],
])('%s is exported as %s', (kind, name) => {
  expect(camelCase(kind)).toBe(name);
});
