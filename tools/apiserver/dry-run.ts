import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { valueAt } from '@helm-charts/kubernetes';

/** What the API server answers. */
export interface Status {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}

/** Sends objects to an API server, which validates and admits them and stores none. */
export interface DryRun {
  readonly create: (object: Sendable) => Promise<Status>;
}

/** An object that says where it is sent. */
export interface Sendable {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly namespace?: string };
}

/** Opens the API server of a kubeconfig (path). */
export const openDryRun = async (kubeconfig: string): Promise<DryRun> => {
  const text = await readFile(kubeconfig, 'utf8');
  // Each is there once (packages/testing/src/cluster/layout.ts).
  const field = (name: string) => new RegExp(`${name}: (\\S+)`).exec(text)?.[1] ?? '';
  const [server, token] = [field('server'), field('token')];
  const authority = Buffer.from(field('certificate-authority-data'), 'base64');
  const agent = new Agent({ keepAlive: true, ca: authority });
  const send = (method: string, path: string, body?: unknown): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const sent = request(`${server}${path}`, { method, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks).toString()));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const resources = new Map<string, Promise<readonly Resource[]>>();
  const resourceOf = async ({ apiVersion, kind }: Sendable): Promise<Resource> => {
    const known = resources.get(apiVersion) ?? send('GET', rootOf(apiVersion)).then(resourcesIn);
    resources.set(apiVersion, known);
    const found = (await known).find((one) => one.kind === kind && !one.name.includes('/'));
    if (found === undefined) throw new Error(`the API server has no ${kind} of ${apiVersion}.`);
    return found;
  };
  return {
    create: async (object) => {
      const { name, namespaced } = await resourceOf(object);
      const within = namespaced ? `/namespaces/${object.metadata?.namespace ?? 'default'}` : '';
      const query = 'dryRun=All&fieldValidation=Strict';
      const path = `${rootOf(object.apiVersion)}${within}/${name}?${query}`;
      const answer: unknown = JSON.parse(await send('POST', path, object));
      const of = (key: string) => valueAt(answer, key);
      return of('kind') === 'Status'
        ? { code: Number(of('code')), reason: String(of('reason')), message: String(of('message')) }
        : { code: 201, reason: '', message: '' };
    },
  };
};

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const rootOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

const resourcesIn = (text: string): readonly Resource[] =>
  (JSON.parse(text) as { readonly resources: readonly Resource[] }).resources;
