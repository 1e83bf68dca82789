import { extraEnvironment, pods, scaling, topologyKey, volume } from '@helm-charts/blocks';
import type { BuiltTree } from '@helm-charts/flux';
import {
  type ChartCrd,
  component,
  defineChart,
  defineProfile,
  gitRepository,
  install,
  type Manifests,
  map,
  names,
  object,
  oneOf,
  optional,
  port,
  type Rule,
  refs,
  resources,
  restrictedContainer,
  secretRef,
  string,
  type ValuesOf,
} from '@helm-charts/types';
import { exampleMembers } from './language.ts';

/** Values that the examples read besides those of docs/language.md. */
const further = {
  data: volume('Volume of the data.', '8Gi'),
  extraEnvironment: extraEnvironment('Additional environment variables.'),
  ingress: object('Ingress.', { host: optional(string('Host of the Ingress.')) }),
  issuer: string('Name of the issuer.', { default: 'letsencrypt' }),
  pods,
  resources: resources('Resources.', {
    requests: { cpu: '50m', memory: '64Mi' },
    limits: { memory: '256Mi' },
  }),
  runtimeClassName: optional(string('Runtime that isolates the pod.')),
  scaling: scaling(),
  secretStore: string('Name of the SecretStore.', { default: 'vault' }),
  service: object('Service.', {
    annotations: map('Annotations of the Service.', string('Annotation.')),
    port: port('Port of the Service.', { default: 80 }),
  }),
  topologyKey,
  tls: object('TLS.', {
    certificateAuthority: optional(secretRef('Secret with the CA.', { keys: { ca: 'ca.crt' } })),
    mode: oneOf('TLS mode.', ['disable', 'verify-full'], { default: 'disable' }),
  }),
};

export const values = object('Settings.', { ...exampleMembers, ...further });

/** The references that a chart gets as `v`. */
export const v: ValuesOf<typeof values> = refs(values);
export const { tls } = v;

export const agent = component('agent');
export const migration = component('migration');
export const server = component('server');
export const container = restrictedContainer({ name: 'web', image: v.image });

export const manifests = (): Manifests => ({});
export const notes = () => names.fullname;

/** The fields of a chart that an example leaves out. */
export const chartFields = {
  name: 'web',
  description: 'A web server.',
  version: '1.0.0',
  appVersion: '1.0.0',
  values,
  scenarios: {},
  manifests,
  notes,
};

export const web = defineChart({
  ...chartFields,
  values: object('Settings.', {
    ingress: object('Ingress.', { host: optional(string('Host.')) }),
    replicas: port('Number of pods.', { default: 1 }),
  }),
});
export const [backup, cache, chart, operator, search, worker] = [web, web, web, web, web, web];

/** The fields of a profile that an example leaves out. */
export const profileFields = {
  name: 'box',
  version: '1.0.0',
  source: gitRepository('box', { url: 'https://git.example.com/box.git', interval: '5m' }),
  releaseNamespace: 'flux-system',
  targetNamespace: 'shop',
  releases: {},
};

export const base = defineProfile({
  ...profileFields,
  releases: {
    web: install(web, { timeout: '10m', values: {} }),
    worker: install(worker, { timeout: '10m', values: {} }),
    cache: install(cache, { timeout: '10m', values: {} }),
  },
  airGap: { registry: 'oci://registry.example.com/box', releases: {} },
});
export const profile = defineProfile(profileFields);

/** Members of a chart, of its values, or of an object. */
export interface Members {
  readonly [name: string]: unknown;
  readonly manifests?: (values: typeof v) => Manifests;
  readonly rules?: (values: typeof v) => readonly Rule[];
}

/** An object of `crds`. */
export declare const definition: Exclude<ChartCrd, string>;

/** What the READMEs of packages take as given. Their code is compiled and not run. */
export declare const built: BuiltTree;
export declare const lockFile: string;
export declare const yaml: string;
export declare const observer: { readonly query: (sql: string) => Promise<readonly object[]> };
