import { parseSync, Visitor } from 'vite';

/** Titles as the source has them: the first argument of each `test`, `describe` and what is made of them, with holes as they are written. */
export const titlesOf = (file: string, source: string): ReadonlySet<string> => {
  const titles = new Set<string>();
  new Visitor({
    CallExpression: ({ callee, arguments: [title] }) => {
      if (!makesTests(callee)) return;
      if (title?.type === 'Literal' && typeof title.value === 'string') titles.add(title.value);
      if (title?.type === 'TemplateLiteral')
        titles.add(source.slice(title.start + 1, title.end - 1));
    },
  }).visit(parseSync(file, source).program);
  return titles;
};

interface Callee {
  readonly type: string;
  readonly name?: unknown;
  readonly object?: Callee;
  readonly callee?: Callee;
}

/** `test`, `test.concurrent`, `test.each(…)`. */
const makesTests = ({ type, name, object, callee }: Callee): boolean => {
  if (type === 'Identifier') return name === 'test' || name === 'describe';
  const inner = object ?? callee;
  return inner !== undefined && makesTests(inner);
};
