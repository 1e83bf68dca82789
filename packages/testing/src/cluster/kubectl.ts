import { setTimeout as sleep } from 'node:timers/promises';
import { findTool } from '@helm-charts/engine';
import { runCommand } from '../servers/command.ts';

/** An object as a cluster gives it. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly lastHandledReconcileAt?: string;
    readonly conditions?: readonly Condition[];
  };
  readonly [field: string]: unknown;
}

interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

interface WaitOptions {
  /** The condition that has to be true, `Ready` if not given. */
  readonly condition?: string;
  /** How many seconds it may take, 300 if not given. */
  readonly seconds?: number;
}

/** A cluster as kubectl sees it. Resources are named as there: `helmrelease/alga-core`. All throw an Error with kubectl's words where it refuses. */
export interface Kubectl {
  /** What kubectl prints, given a standard input. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** Applies manifests, as YAML or JSON, on the server's side. */
  apply(manifests: string): Promise<void>;
  get(resource: string, namespace?: string): Promise<ClusterObject>;
  /** All objects of a kind, or of some (`pods,jobs`): of all namespaces if none is given. */
  list(kinds: string, namespace?: string): Promise<readonly ClusterObject[]>;
  /** Waits, over outages of the API server too, until the object's controller has seen it as it is now and says that it is ready. */
  ready(resource: string, namespace: string, options?: WaitOptions): Promise<ClusterObject>;
  /** Has Flux reconcile an object at once, as `flux reconcile` does, and waits until it has and the object is ready. */
  reconcile(resource: string, namespace: string, options?: WaitOptions): Promise<ClusterObject>;
}

/** The project's kubectl for one cluster, with a home of its own for what it caches. */
export const kubectlOf = async (kubeconfig: string, home: string): Promise<Kubectl> => {
  const { path } = await findTool('kubectl');
  const environment = { PATH: process.env.PATH ?? '', HOME: home, KUBECONFIG: kubeconfig };

  const kubectl = async (args: readonly string[], input = ''): Promise<string> => {
    const { code, stdout, stderr } = await runCommand(path, args, { environment, input });
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr.trim()}`);
    return stdout;
  };
  const get = async (resource: string, namespace?: string): Promise<ClusterObject> =>
    JSON.parse(await kubectl(['get', resource, ...within(namespace), '--output=json']));

  const until = async (
    isSo: (object: ClusterObject) => boolean,
    resource: string,
    namespace: string,
    { condition = 'Ready', seconds = 300 }: WaitOptions = {},
  ): Promise<ClusterObject> => {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const found = await get(resource, namespace).catch((error: Error) => error);
      if (!(found instanceof Error) && isSo(found) && holds(found, condition)) return found;
      if (Date.now() > deadline) {
        throw new Error(`${resource} in ${namespace} does not get ${condition}: ${say(found)}`);
      }
      await sleep(500);
    }
  };

  return {
    kubectl,
    apply: async (manifests) => {
      await kubectl(['apply', '--server-side', '--filename=-'], manifests);
    },
    get,
    list: async (kinds, namespace) => {
      const where = namespace === undefined ? ['--all-namespaces'] : within(namespace);
      return JSON.parse(await kubectl(['get', kinds, ...where, '--output=json'])).items;
    },
    ready: (resource, namespace, options) => until(() => true, resource, namespace, options),
    reconcile: async (resource, namespace, options) => {
      const now = new Date().toISOString();
      const request = `reconcile.fluxcd.io/requestedAt=${now}`;
      // What kubectl writes under its own name, kustomize-controller takes away from what it applies.
      const manager = '--field-manager=flux';
      await kubectl(['annotate', '--overwrite', manager, resource, request, ...within(namespace)]);
      const isDone = ({ status }: ClusterObject) => status?.lastHandledReconcileAt === now;
      return until(isDone, resource, namespace, options);
    },
  };
};

const within = (namespace: string | undefined): readonly string[] =>
  namespace === undefined ? [] : [`--namespace=${namespace}`];

const holds = ({ metadata, status }: ClusterObject, condition: string): boolean =>
  (status?.observedGeneration ?? metadata.generation) === metadata.generation &&
  status?.conditions?.find(({ type }) => type === condition)?.status === 'True';

const say = (found: ClusterObject | Error): string =>
  found instanceof Error ? found.message : JSON.stringify(found.status);
