import { type Problem, problem, type Rule } from '@helm-charts/check';
import type { ClusterObject, Variable } from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';

export const sharedParameters: Rule = {
  id: 'shared-parameters',
  set: 'alga',
  title: 'All containers have the same keys and the same parameters of the password hash.',
  why: "What one program hashes, signs or encrypts the other can't verify or decrypt.",
  source: 'alga-psa: PBKDF2 with these parameters and NEXTAUTH_SECRET as pepper',
  severity: 'error',
  scope: 'release',
  bad: pods('1000'),
  good: pods('10000'),
  check: ({ pods }) => {
    const first = new Map<string, { readonly source: string; readonly object: ClusterObject }>();
    return pods.flatMap(({ object, containers }) =>
      containers.flatMap(({ variables }) =>
        variables
          .filter(({ name }) => shared.has(name.toUpperCase()))
          .flatMap((variable): Problem[] => {
            const name = variable.name.toUpperCase();
            const source = sourceOf(variable);
            const earlier = first.get(name);
            if (earlier === undefined) first.set(name, { source, object });
            return earlier === undefined || earlier.source === source
              ? []
              : [
                  problem(
                    object,
                    variable.path,
                    `${variable.name} is ${source}, and ${manifestId(earlier.object.manifest)} has ${earlier.source}, so one can't verify or decrypt what the other writes`,
                    'set the same value in both, or refer to the same key of a Secret',
                  ),
                ];
          }),
      ),
    );
  },
};

const shared = new Set([
  'SALT_BYTES',
  'ITERATIONS',
  'KEY_LENGTH',
  'ALGORITHM',
  'NEXTAUTH_SECRET',
  'CRYPTO_KEY',
  'TOKEN_SECRET_KEY',
  'ALGA_AUTH_KEY',
  'IMAP_WEBHOOK_SECRET',
  'AI_DOCUMENT_API_KEY',
  'COLLAB_PERSIST_API_KEY',
  'HOCUSPOCUS_JWT_SECRET',
  'INTERNAL_API_SHARED_SECRET',
]);

const sourceOf = ({ value, from }: Variable): string =>
  from === undefined ? (value ?? 'empty') : `key ${from.key} of ${from.kind} ${from.name}`;

function pods(iterations: string): string {
  return ['10000', iterations]
    .map(
      (value, index) => `
apiVersion: v1
kind: Pod
metadata: { name: server-${index + 1} }
spec: { containers: [{ name: server, env: [{ name: ITERATIONS, value: '${value}' }] }] }
`,
    )
    .join('---');
}
