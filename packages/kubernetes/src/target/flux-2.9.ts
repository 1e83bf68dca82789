// Made by tools/schemas/update.ts.
import type { FluxVersion } from './target.ts';

/** Flux 2.9: the versions of its controllers and of the programs in them (their go.mod), and the APIs that it serves. */
export const flux29: FluxVersion = {
  name: '2.9',
  schemas: 'flux-2.9',
  components: {
    'source-controller': '1.9.5',
    'kustomize-controller': '1.9.5',
    'helm-controller': '1.6.4',
    'notification-controller': '1.9.4',
    'image-reflector-controller': '1.2.5',
    'image-automation-controller': '1.2.5',
    'source-watcher': '2.2.4',
  },
  helm: '4.2.4',
  kustomize: '0.21.1',
  apis: [
    'helm.toolkit.fluxcd.io/v2/HelmRelease',
    'image.toolkit.fluxcd.io/v1/ImagePolicy',
    'image.toolkit.fluxcd.io/v1/ImageRepository',
    'image.toolkit.fluxcd.io/v1/ImageUpdateAutomation',
    'kustomize.toolkit.fluxcd.io/v1/Kustomization',
    'notification.toolkit.fluxcd.io/v1/Receiver',
    'notification.toolkit.fluxcd.io/v1beta3/Alert',
    'notification.toolkit.fluxcd.io/v1beta3/Provider',
    'source.extensions.fluxcd.io/v1beta1/ArtifactGenerator',
    'source.toolkit.fluxcd.io/v1/Bucket',
    'source.toolkit.fluxcd.io/v1/ExternalArtifact',
    'source.toolkit.fluxcd.io/v1/GitRepository',
    'source.toolkit.fluxcd.io/v1/HelmChart',
    'source.toolkit.fluxcd.io/v1/HelmRepository',
    'source.toolkit.fluxcd.io/v1/OCIRepository',
  ],
  deprecated: [],
};
