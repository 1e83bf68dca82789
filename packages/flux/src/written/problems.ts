import type { Finding } from '@helm-charts/types';
import { stringAt } from '../fields.ts';
import type { Files } from './files.ts';

/** What is no YAML: kustomize itself names the first of it, and never ends where an alias holds itself. */
export const yamlProblems = (paths: readonly string[], files: Files): readonly Finding[] =>
  paths.flatMap((path) =>
    files.documents(path).flatMap(({ problems }) =>
      problems.map(
        ({ line, message }): Finding => ({
          rule: 'kustomize',
          severity: 'error',
          where: `${files.name(path)}:${line}`,
          message: `${message}.`,
        }),
      ),
    ),
  );

/**
 * Everything that keeps files of YAML from being resources of one kustomization: what is no object,
 * and objects that are there twice. kustomize itself names the first of these alone.
 */
export const resourceProblems = (paths: readonly string[], files: Files): readonly Finding[] => {
  const first = new Map<string, string>();
  return paths.flatMap((path) =>
    files.documents(path).flatMap(({ value, problems, line }): readonly Finding[] => {
      const report = (at: number, rule: string, message: string): Finding => ({
        rule,
        severity: 'error',
        where: `${files.name(path)}:${at}`,
        message,
      });
      if (problems.length > 0) return [];
      if (stringAt(value, 'kind')?.endsWith('List')) return [];
      const missing = [['apiVersion'], ['kind'], ['metadata', 'name']].filter(
        (keys) => stringAt(value, ...keys) === undefined,
      );
      if (missing.length > 0) {
        const fields = missing.map((keys) => keys.join('.')).join(', ');
        return [report(line, 'kustomize', `this is no Kubernetes object: it has no ${fields}.`)];
      }
      const namespace = stringAt(value, 'metadata', 'namespace') ?? 'default';
      const kind = stringAt(value, 'kind');
      const name = stringAt(value, 'metadata', 'name');
      const id = [stringAt(value, 'apiVersion'), kind, namespace, name].join(' ');
      const earlier = first.get(id);
      if (earlier === undefined) {
        first.set(id, `${files.name(path)}:${line}`);
        return [];
      }
      const message = `${kind} ${name} is already in ${earlier}; rename or remove one.`;
      return [report(line, 'duplicate', message)];
    }),
  );
};
