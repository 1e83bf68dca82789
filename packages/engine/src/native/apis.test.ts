import { workspace } from '@helm-charts/testing/tiny-chart';
import { orFail } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { nativeProgram } from './program.ts';
import { supervise } from './supervise.ts';

test('each render has the APIs of its own request', async () => {
  const directory = await workspace({
    'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'templates/a.yaml':
      'kind: A\nv1: {{ .Capabilities.APIVersions.Has "one/v1" }}\nv2: {{ .Capabilities.APIVersions.Has "two/v1" }}\n',
  });
  const { ask } = supervise(orFail(await nativeProgram()));
  const lists = { one: ['one/v1'], two: ['two/v1'], none: [], own: undefined };
  const order = ['one', 'one', 'two', 'own', 'two', 'none', 'none', 'one', 'one'] as const;
  const answers = await Promise.all(
    order.map((name, index) => {
      const wanted = {
        name: 'web',
        namespace: 'web',
        chart: directory,
        kubeVersion: '1.36.3',
        apis: lists[name],
      };
      return ask({
        request: index === 4 ? { trace: wanted } : { render: wanted },
        limits: defaultLimits,
        what: 'its templates',
        purpose: 'testing',
      });
    }),
  );
  const seen = answers.map(({ result }) => {
    const { documents } = result as { documents?: readonly { value?: object }[] };
    return documents?.at(-1)?.value;
  });
  const of = (v1: boolean, v2: boolean) => ({ kind: 'A', v1, v2 });
  const [one, two, none] = [of(true, false), of(false, true), of(false, false)];
  expect(seen).toEqual([one, one, two, none, undefined, none, none, one, one]);
});
