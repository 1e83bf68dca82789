import { problem } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** What must be the same in every rendering. */
export const stableRules: readonly Rule[] = [
  {
    id: 'R3',
    scope: 'release',
    summary: 'No template calls what differs from one rendering to the next.',
    source: 'Masterminds/sprig functions.go; Helm pkg/engine/funcs.go',
    check: ({ ownCharts }) =>
      ownCharts.flatMap(({ path: chart, files }) =>
        Object.entries(files)
          .filter(([path]) => path.startsWith('templates/'))
          .flatMap(([path, text]) =>
            [...text.matchAll(/\{\{[^}]*?\}\}/g)].flatMap(({ 0: action, index }) => {
              const name = changing.exec(action.replaceAll(/"(\\.|[^"\\])*"|`[^`]*`/g, '""'))?.[1];
              if (name === undefined || /\blookup\b/.test(text)) return [];
              const line = text.slice(0, index).split('\n').length;
              return [
                {
                  where: `${chart}/${path}:${line}`,
                  message: `${name} gives another result each time, so every reconciliation is an upgrade; take the value from the values or a Secret.`,
                },
              ];
            }),
          ),
      ),
  },
  {
    id: 'R3',
    scope: 'cluster',
    summary: 'No chart of a profile makes a Secret.',
    source: 'helm-controller docs/spec/v2/helmreleases.md, driftDetection',
    check: ({ ofKind, isForeign }) =>
      ofKind('Secret')
        .filter((secret) => !isForeign(secret))
        .map((secret) =>
          problem(
            secret,
            '',
            'a Secret of a chart stands in every record of the release and goes back with a rollback; make it once, outside Helm, and name it in the values',
          ),
        ),
  },
  {
    id: 'R34',
    scope: 'object',
    summary: 'Labels and annotations of pods hold no date, no random text and no revision.',
    source: 'Kubernetes pkg/controller/deployment/util, a changed template is a new ReplicaSet',
    check: ({ pods }) =>
      pods.flatMap(({ object, labels, annotations }) =>
        [...Object.entries(labels), ...Object.entries(annotations)]
          .filter(([key, value]) => changes(key, String(value)))
          .map(([key, value]) =>
            problem(
              object,
              `pod, ${key}`,
              `"${value}" changes with each rendering, so every reconciliation restarts the pods; write a hash of what the pods read`,
            ),
          ),
      ),
  },
];

/** Functions of sprig and Helm whose result depends on chance or the clock. */
const changing =
  /(?<![\w.$])(rand\w+|uuidv4|now|ago|genCA\w*|genPrivateKey|genSelfSignedCert\w*|genSignedCert\w*|htpasswd|bcrypt|shuffle|encryptAES)\b/;

const changes = (key: string, value: string): boolean =>
  /(^|[/.-])(rollme|revision|timestamp|date|time|random|uuid|deployed-?at|restarted-?at)$/i.test(
    key,
  ) ||
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value) ||
  /^1[5-9]\d{8}(\d{3})?$/.test(value) ||
  /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i.test(value);
