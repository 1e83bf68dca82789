/** The names of the templates that a text defines (text/template: `define` and `block`). */
export const definitionsIn = (text: string): readonly string[] =>
  [...text.replaceAll(comment, '').matchAll(definition)].map(
    ([, quoted = '', raw = quoted]) => raw,
  );

const comment = /\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/g;

const definition = /\{\{-?\s*(?:define|block)\s+(?:"([^"]+)"|`([^`]+)`)/g;
