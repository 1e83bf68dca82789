import { setTimeout as sleep } from 'node:timers/promises';
import { findTool } from '@helm-charts/engine';
import { runCommand } from '../servers/command.ts';

/** An object as the API server returns it. */
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
  /** The condition that must be true. The default is `Ready`. */
  readonly condition?: string;
  /** Timeout in seconds. The default is 300. */
  readonly seconds?: number;
}

/**
 * Accesses a cluster with kubectl. Resources have the names of kubectl: `helmrelease/alga-core`. All functions throw an Error with the
 * message of kubectl if it fails.
 */
export interface Kubectl {
  /** Runs kubectl with a standard input and returns its output. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** Applies manifests (YAML or JSON) with server-side apply. */
  apply(manifests: string): Promise<void>;
  get(resource: string, namespace?: string): Promise<ClusterObject>;
  /** All objects of a kind, or of several (`pods,jobs`). Without a namespace, those of all namespaces. */
  list(kinds: string, namespace?: string): Promise<readonly ClusterObject[]>;
  /**
   * Waits until the controller of an object has observed its current generation and reports it ready. Outages of the API server are
   * tolerated.
   */
  ready(resource: string, namespace: string, options?: WaitOptions): Promise<ClusterObject>;
  /** Requests a reconciliation as `flux reconcile` does, and waits until it is finished and the object is ready. */
  reconcile(resource: string, namespace: string, options?: WaitOptions): Promise<ClusterObject>;
}

/** The project's kubectl for one cluster, with its own home directory for its cache. */
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
        throw new Error(`${resource} in ${namespace} did not become ${condition}: ${say(found)}`);
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
      // kustomize-controller removes fields that the field manager kubectl has set on its objects.
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
