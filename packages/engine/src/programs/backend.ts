import type { Backend } from '../backend.ts';
import type { Settings } from '../choose.ts';
import { identityOf } from '../code.ts';
import { build, transform } from './kustomize.ts';
import { helmLint } from './lint.ts';
import { helmTemplate } from './render.ts';
import { findTool } from './tool.ts';

/**
 * The programs helm and kubectl, each started once for a request.
 * @throws {Failure} With exit code 3 if one of them is not found.
 */
export const openPrograms = async (settings: Settings): Promise<Backend> => {
  const [helm, kubectl] = await Promise.all([findTool('helm'), findTool('kubectl')]);
  const forKustomize = { ...settings, kubectl: kubectl.path };
  return {
    identity: `${identityOf(helm.path)} ${identityOf(kubectl.path)}`,
    canSimulate: false,
    findings: [...helm.findings, ...kubectl.findings],
    render: (rendering) => helmTemplate(helm.path, rendering, settings),
    lint: (linting) => helmLint(helm.path, linting, settings),
    build: (one) => build(one, forKustomize),
    transform: (one) => transform(one, forKustomize),
  };
};
