export { type Cluster, type ClusterOptions, nodeFile, startCluster } from './cluster.ts';
export type { Component } from './components.ts';
export { fluxManifest } from './flux-manifest.ts';
export { type GitServer, startGit } from './git.ts';
export type { ClusterObject } from './kubectl.ts';
export { helmIn, publish, publishProfile } from './publish.ts';
