import { problem } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { variablesOf } from '../view/environment.ts';
import { objectAt } from '../view/object.ts';
import { commandOf, type Pod } from '../view/pod.ts';

/** What is nobody's business. */
export const secretRules: readonly Rule[] = [
  {
    id: 'R24',
    scope: 'object',
    summary: 'No password stands in a variable, an argument, an annotation or a ConfigMap.',
    source: 'Kubernetes docs, Good practices for Secrets',
    check: ({ pods, ofKind }) => [
      ...pods.flatMap(ofPod),
      ...ofKind('ConfigMap').flatMap((object) =>
        Object.entries(objectAt(object.manifest, 'data')).flatMap(([key, value]) => {
          const found = [
            ...(isSecret(key, String(value)) ? [key] : []),
            ...secretsIn(String(value)),
          ];
          return found.map((what) =>
            problem(object, `data["${key}"]`, `it holds a secret (${what}); ${remedy}`),
          );
        }),
      ),
    ],
  },
];

const remedy = 'read it from a Secret';

const ofPod = ({ object, annotations, containers }: Pod): readonly Problem[] => [
  ...Object.entries(annotations)
    .filter(([key, value]) => isSecret(key.replace(/.*\//, ''), String(value)))
    .map(([key]) =>
      problem(object, `annotation ${key}`, `everybody who sees the pod reads it; ${remedy}`),
    ),
  ...containers.flatMap((container) => [
    ...variablesOf(container)
      .filter(({ name, value = '' }) => isSecret(name, value))
      .map(({ name }) =>
        problem(
          object,
          `container ${container.name}`,
          `its variable ${name} holds a secret in plain text; ${remedy}`,
        ),
      ),
    ...secretsIn(commandOf(container).join('\n')).map((what) =>
      problem(
        object,
        `container ${container.name}`,
        `a secret (${what}) is among its arguments, which the list of processes shows; ${remedy}`,
      ),
    ),
  ]),
];

/** Whether a name promises a secret and its value is one: no path, no reference, no switch, no number. */
const isSecret = (name: string, value: string): boolean =>
  /(^|[_-])(password|passwd|passphrase|secret|token|credentials?|(api|private|access|auth|secret|crypto|encryption|license)[_-]?key|nextauth[_-]secret)$/i.test(
    name,
  ) &&
  value !== '' &&
  !/^(\/|\$|@|true$|false$|\d+$)/.test(value);

/** The secrets that a text gives away: `--password=…`, `password = …`, `requirepass …`, `scheme://user:…@host`. */
const secretsIn = (text: string): readonly string[] => [
  ...[
    ...text.matchAll(
      /^[ \t]*(?:-{1,2}|["']?)([\w.-]*(?:password|passwd|secret|token|api[_-]?key))["']?[ \t]*[:=][ \t]*["']?([A-Za-z0-9+/_.~!#%^&*-]{4,})["']?[ \t]*$/gim,
    ),
    ...text.matchAll(/^[ \t]*(requirepass|masterauth)[ \t]+["']?([\w-]{4,})/gm),
  ].flatMap(([, name = '', value = '']) =>
    isName(name) || /^(\/|true$|false$|null$|scram-sha-256$|md5$|\d+$)/.test(value) ? [] : [name],
  ),
  ...[...text.matchAll(/\b[a-z]+:\/\/([\w.-]+):[^\s@/:$"'{}]+@/g)].map(
    ([, user]) => `the password of ${user} in a URL`,
  ),
];

/** Whether a key holds the name of a Secret, not one of its values. */
const isName = (key: string): boolean => /(existing|tls|pull)secret$/i.test(key);
