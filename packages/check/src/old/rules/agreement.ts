import { manifestId } from '@helm-charts/types';
import { problem } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { type Variable, variablesOf } from '../view/environment.ts';
import type { Pod } from '../view/pod.ts';

/** What several programs must have in common. */
export const agreementRules: readonly Rule[] = [
  {
    id: 'R30',
    scope: 'release',
    summary: 'All who hash passwords or read what others sealed have the same parameters and keys.',
    source: 'alga-psa: PBKDF2 with these parameters and NEXTAUTH_SECRET as pepper',
    check: ({ pods }) => {
      const first = new Map<string, { readonly text: string; readonly pod: Pod }>();
      return pods.flatMap((pod) =>
        pod.containers.flatMap((container) =>
          variablesOf(container)
            .filter(({ name }) => shared.has(name.toUpperCase()))
            .flatMap((variable): readonly Problem[] => {
              const name = variable.name.toUpperCase();
              const text = sourceOf(variable);
              const earlier = first.get(name);
              if (earlier === undefined) first.set(name, { text, pod });
              return earlier === undefined || earlier.text === text
                ? []
                : [
                    problem(
                      pod.object,
                      `container ${container.name}`,
                      `${variable.name} is ${text}, and ${manifestId(earlier.pod.object.manifest)} has ${earlier.text}: what one writes the other can't read; give both the same`,
                    ),
                  ];
            }),
        ),
      );
    },
  },
];

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
  from === undefined ? (value ?? 'empty') : `${from.kind} ${from.name}/${from.key}`;
