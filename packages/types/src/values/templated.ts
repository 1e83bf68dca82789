import { refuse } from '../refuse.ts';
import type { Node } from './node.ts';

/**
 * A text that is a template: Helm renders it with `tpl` before it is used. A person who writes such values can read everything that the
 * chart can, and mistakes in them appear only when Helm renders.
 *
 * @example
 * host: templated(string('Host name, a template.', { default: '{{ .Release.Name }}.example.com' })),
 *
 * @throws TypeError if the value is no text, or has a pattern or allowed values, which would be checked before `tpl`.
 */
export const templated = <N extends Node<string>>(of: N): N => {
  const { schema } = of;
  refuse([
    ...(schema.type === 'string' ? [] : ['templated(…) takes a string(…)']),
    ...['pattern', 'enum', 'const', 'if']
      .filter((keyword) => keyword in schema)
      .map(
        (keyword) =>
          `templated(…) takes no text with ${keyword === 'if' ? 'not' : keyword}, since Helm checks the text before it is rendered: remove it`,
      ),
  ]);
  return { ...of, schema: { ...schema, 'x-templated': true } };
};
