import type { EngineName } from '../backend.ts';
import { openEngine } from '../engine.ts';

/** Renders a chart until somebody ends this process. Arguments: the engine, the workspace, the chart. */
const [engine, workspaceRoot = '', chart = ''] = process.argv.slice(2);
const limits = { timeout: 600_000 };
await openEngine({ workspaceRoot, engine: engine as EngineName, limits }).render([
  { name: 'loop', namespace: 'shop', chart, values: {} },
]);
