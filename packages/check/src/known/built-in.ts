import type { Target } from './target.ts';

/**
 * Whether every cluster has an object: the API server, the controller manager and kubeadm create it. In `kube-system` there are
 * objects of the distribution, which nobody knows here.
 */
export const isBuiltIn = ({ kind, namespace, name }: Omit<Target, 'path'>): boolean =>
  isSystemNamespace(namespace) ||
  /^(system|kubeadm):/.test(name) ||
  (kind === 'ClusterRole' && userRoles.has(name)) ||
  (kind === 'PriorityClass' && /^system-(node|cluster)-critical$/.test(name)) ||
  (kind === 'ServiceAccount' && name === 'default') ||
  (kind === 'ConfigMap' && name === 'kube-root-ca.crt') ||
  (kind === 'Service' && namespace === 'default' && name === 'kubernetes') ||
  (kind === 'Namespace' && (name === 'default' || isSystemNamespace(name)));

/** Whether Kubernetes itself and its distribution fill a namespace. */
export const isSystemNamespace = (namespace: string): boolean =>
  /^kube-(system|public|node-lease)$/.test(namespace);

/** kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go. */
const userRoles: ReadonlySet<string> = new Set(['admin', 'cluster-admin', 'edit', 'view']);

/** The StorageClasses that providers and distributions of Kubernetes create. */
export const providedStorageClasses: ReadonlySet<string> = new Set([
  // GKE, EKS, AKS, DigitalOcean, Hetzner, Linode, Scaleway, Vultr, OVH, Oracle, IBM, OpenStack
  ...['standard', 'standard-rwo', 'premium-rwo', 'gp2', 'gp3', 'ebs-sc', 'efs-sc', 'default'],
  ...['managed', 'managed-csi', 'managed-csi-premium', 'managed-premium', 'azurefile'],
  ...['azurefile-csi', 'azurefile-csi-premium', 'azurefile-premium', 'azureblob-nfs-premium'],
  ...['do-block-storage', 'do-block-storage-retain', 'hcloud-volumes', 'linode-block-storage'],
  ...['linode-block-storage-retain', 'scw-bssd', 'sbs-default', 'vultr-block-storage'],
  ...['csi-cinder-high-speed', 'csi-cinder-classic', 'oci', 'oci-bv', 'ibmc-block-gold', 'cinder'],
  // k3s, minikube, kind, MicroK8s, Docker Desktop, OpenShift
  ...['local-path', 'hostpath', 'microk8s-hostpath', 'csi-hostpath-sc', 'thin', 'thin-csi'],
  // drivers that their own installers set up
  ...['longhorn', 'nfs-client', 'nfs-csi', 'ceph-block', 'ceph-filesystem', 'rook-ceph-block'],
  ...['rook-cephfs', 'openebs-hostpath', 'democratic-csi', 'topolvm-provisioner'],
]);
