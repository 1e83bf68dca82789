import { objectAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { isSecret, secretsIn } from '../../secret-text.ts';

export const secretInConfigMap: Rule = {
  id: 'secret-in-config-map',
  set: 'kubernetes',
  title: 'No ConfigMap contains a secret.',
  why: 'More people and programs may read ConfigMaps than Secrets, and ConfigMaps are not encrypted.',
  source: 'Kubernetes docs, ConfigMaps; Good practices for Kubernetes Secrets',
  severity: 'error',
  scope: 'object',
  bad: configMap('redis.conf: "appendonly yes\\nrequirepass hunter22\\n"'),
  good: configMap('redis.conf: "appendonly yes\\n"'),
  check: ({ ofKind }) =>
    ofKind('ConfigMap').flatMap((object) =>
      Object.entries(objectAt(object.manifest, 'data')).flatMap(([key, value]) =>
        [...(isSecret(key, String(value)) ? [key] : []), ...secretsIn(String(value))].map((what) =>
          problem(
            object,
            ['data', key],
            `the ConfigMap contains a secret (${what}) in plain text, which more people and programs may read than a Secret`,
            'move it to a Secret',
          ),
        ),
      ),
    ),
};

function configMap(data: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: redis }
data: { ${data} }
`;
}
