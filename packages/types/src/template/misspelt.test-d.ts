import type { IDeploymentStrategy } from 'kubernetes-models/apps/v1';
import type { IVolume } from 'kubernetes-models/v1';
import { component } from '../kubernetes/component.ts';
import { manifest } from '../kubernetes/manifest.ts';
import { restrictedContainer } from '../kubernetes/pod.ts';
import { choice } from '../values/choice.ts';
import { list, optional } from '../values/collection.ts';
import { object } from '../values/object.ts';
import { image } from '../values/parts.ts';
import { boolean, string } from '../values/scalar.ts';
import { each, ifSet, match, when, whenCase } from './control.ts';
import { refs } from './ref.ts';
import type { Item } from './templated.ts';

/** Which misspelt fields do not compile. Those that compile are findings of the generation: packages/generate/src/check/check.test.ts. */
const v = refs(
  object('Settings.', {
    debug: boolean('Debug.', { default: false }),
    image: image('Image.', { repository: 'web', tag: '1' }),
    names: list('Names.', string('Name.')),
    store: choice(
      'Store.',
      { disk: { path: string('Path.') }, bucket: { url: string('URL.') } },
      { default: 'disk' },
    ),
    url: optional(string('URL.')),
  }),
);
const web = component('web');
type Variables = NonNullable<Parameters<typeof restrictedContainer>[0]['env']>;
const container = (env: Variables) => restrictedContainer({ name: 'web', image: v.image, env });

// @ts-expect-error 'vale' does not exist: in an object and in an item of a list.
container([{ name: 'A', vale: 'a' }]);
// @ts-expect-error 'dta' does not exist.
manifest('ConfigMap', web, { dta: {} });

const strategy = (of: Item<IDeploymentStrategy>) => of;
// @ts-expect-error 'typ' does not exist: in a condition.
strategy(when(v.debug, { typ: 'Recreate' }));
// @ts-expect-error 'vale' does not exist: in an item that stands in a condition.
container([when(v.debug, { name: 'A', vale: 'a' })]);
// @ts-expect-error 'vale' does not exist: in what stands there otherwise.
container([when(v.debug, { name: 'A', value: 'a' }, { name: 'A', vale: 'b' })]);
const volume = (of: Item<IVolume>) => of;
// @ts-expect-error 'sizeLimt' does not exist: in an object within a condition.
volume(when(v.debug, { name: 'a', emptyDir: { sizeLimt: '1Gi' } }));
// @ts-expect-error 'vale' does not exist: in a list of items within a condition.
container([when(v.debug, [{ name: 'A', vale: 'a' }])]);
// @ts-expect-error 'vale' does not exist: in a condition within a condition.
container([when(v.debug, [when(v.debug, { name: 'A', vale: 'a' })])]);
// @ts-expect-error 'nam' does not exist: in a field of an object that a condition makes.
manifest('Ingress', web, { spec: when(v.debug, { defaultBackend: { service: { nam: 'web' } } }) });
// @ts-expect-error Type '"Recreat"' is not assignable: a literal keeps its type in a condition.
strategy({ type: when(v.debug, 'Recreat') });

// These compile: the type of what a callback returns, a constant or a spread has is that of its own literal.
const variable = when(v.debug, { name: 'A', vale: 'a' });
container([
  variable,
  ifSet(v.url, (url) => ({ name: 'A', vale: url })),
  each(v.names, (name) => ({ name, vale: 'a' })),
  match(v.store, {
    disk: ({ path }) => ({ name: 'A', vale: path }),
    bucket: () => ({ name: 'B' }),
  }),
  whenCase(v.store, 'disk', ({ path }) => ({ name: 'A', vale: path })),
  { name: 'A', ...{ vale: 'a' } },
]);

// Literals keep their types, also in loops within loops and in constants.
const paths = each(v.names, (path) => ({
  path,
  pathType: 'Prefix',
  backend: { service: { name: 'web', port: { name: 'http' } } },
}));
manifest('Ingress', web, {
  spec: { rules: [each(v.names, (host) => ({ host, http: { paths: [paths] } }))] },
});
