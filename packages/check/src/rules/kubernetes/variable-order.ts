import { listAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const variableOrder: Rule = {
  id: 'variable-order',
  set: 'kubernetes',
  title: 'A variable refers to variables that are above it in the list.',
  why: 'Kubernetes expands $(NAME) with the variables that it has read before. The program gets the text $(NAME) instead of the value of a later one.',
  source: 'Kubernetes docs, Define Dependent Environment Variables',
  severity: 'error',
  scope: 'object',
  bad: pod('{ name: URL, value: "http://$(HOST)" }, { name: HOST, value: db }'),
  good: pod('{ name: HOST, value: db }, { name: URL, value: "http://$(HOST)" }'),
  check: ({ pods }) =>
    pods.flatMap(({ object, containers }) =>
      containers.flatMap(({ name: container, variables, fields }) => {
        // A source with many variables may have one of the name.
        if (listAt(fields, 'envFrom').length > 0) return [];
        return variables.flatMap(({ name, value = '', path }, index) => {
          const references = referencesIn(value);
          if (references.length === 0) return [];
          const earlier = new Set(variables.slice(0, index).map((one) => one.name));
          const later = new Set(variables.slice(index + 1).map((one) => one.name));
          return references
            .filter((used) => later.has(used) && !earlier.has(used))
            .map((used) =>
              problem(
                object,
                [...path, 'value'],
                `variable ${name} of container ${container} uses ${used}, which comes later in the list, so its value contains the text $(${used})`,
                `put ${used} above ${name}`,
              ),
            );
        });
      }),
    ),
};

/** `$$(NAME)` is a text. */
const referencesIn = (value: string): readonly string[] =>
  [...value.matchAll(/\$(\$|\(([^()]+)\))/g)].flatMap(([, , name]) => name ?? []);

function pod(variables: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: nginx:1.29.3, env: [${variables}] }] }
`;
}
