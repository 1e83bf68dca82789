import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { secretInConfigMap } from './secret-in-config-map.ts';

test('reports a secret in a URL, a key and a line of a file, but not the name of a Secret', () => {
  const configMap = `
apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data:
  url: redis://default:hunter22@redis:6379
  api_key: abcd1234
  values: |
    sql:
      existingSecret: "db-credentials"
      clientSecret: "hunter22"
`;
  expect(tryRule(secretInConfigMap, configMap).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: ConfigMap web: data.url: the ConfigMap contains a secret (the password of default in a URL) in plain text, which more people and programs may read than a Secret; move it to a Secret. [secret-in-config-map]",
      "error objects.yaml: ConfigMap web: data.api_key: the ConfigMap contains a secret (api_key) in plain text, which more people and programs may read than a Secret; move it to a Secret. [secret-in-config-map]",
      "error objects.yaml: ConfigMap web: data.values: the ConfigMap contains a secret (clientSecret) in plain text, which more people and programs may read than a Secret; move it to a Secret. [secret-in-config-map]",
    ]
  `);
});
