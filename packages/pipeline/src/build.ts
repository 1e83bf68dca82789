import type { Engine } from '@helm-charts/engine';
import { advance, type BuiltTree, isDone, plan, type Sources } from '@helm-charts/flux';
import { withNamedCharts } from './charts/named.ts';
import type { Input } from './input.ts';

/** Builds the layers that Flux applies from a tree, until no more builds are needed; nothing for a chart. */
export const build = async (input: Input, engine: Engine): Promise<BuiltTree> => {
  const { workspaceRoot: repository, directory } = input;
  const files = withNamedCharts(input.files, repository, engine);
  if (input.kind === 'chart') {
    const locate = () => undefined;
    const nothing = {
      layers: [],
      findings: [],
      isWhole: true,
      isPartial: false,
      locate,
      sources: noSources,
    };
    return { repository, directory, files, ...nothing };
  }
  const { declaredSources, assumptions, copyOf, assembler } = input;
  const tree = { repository, directory, files, declaredSources, assumptions, copyOf, assembler };
  let planned = plan(tree);
  while (!isDone(planned)) {
    const { needs } = planned;
    const [builds, expansions] = await Promise.all([
      engine.build(needs.builds),
      engine.expand(needs.expansions),
    ]);
    planned = advance(planned, { builds, expansions });
  }
  return planned;
};

/** A chart has no sources of Flux. */
const noSources: Sources = {
  find: (source) => ({ kind: 'elsewhere', source }),
  own: undefined,
};
