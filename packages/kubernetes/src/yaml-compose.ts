import {
  Composer,
  type CST,
  type Document,
  type DocumentOptions,
  LineCounter,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  type Tags,
  YAMLParseError,
} from 'yaml';

/** The documents of a YAML text as nodes, and the lines of the text. */
export interface ComposedYaml {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
}

/**
 * Maps and lists may be nested this deep. Go's YAML allows 10,000 levels (go.yaml.in/yaml: scannerc.go,
 * `max_flow_level` and `max_indents`); the functions that read values here call themselves once a level, and the stack
 * of Node ends earlier.
 */
export const deepest = 500;

/** Composes a text that must have one document, which may be empty. A second one is an error of the first. */
export const composeDocument = (
  text: string,
): { readonly document: Document.Parsed; readonly lines: LineCounter } => {
  const {
    documents: [document, second],
    lines,
  } = compose(text, 2);
  if (document === undefined) throw new Error('the parser of YAML returned no document');
  if (second !== undefined)
    document.errors.push(
      new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', 'a second document'),
    );
  return { document, lines };
};

/** Composes all documents of a stream; of an empty stream, one empty document. */
export const compose = (text: string, limit: number = Number.POSITIVE_INFINITY): ComposedYaml => {
  const lines = new LineCounter();
  const tooDeep: (number | undefined)[] = [];
  const tokens = shallow(new Parser(lines.addNewLine).parse(text), tooDeep);
  const documents: Document.Parsed[] = [];
  for (const document of new Composer(options).compose(tokens, true, text.length)) {
    const offset = tooDeep[documents.length];
    if (offset !== undefined)
      document.errors.unshift(
        new YAMLParseError([offset, offset + 1], 'RESOURCE_EXHAUSTION', 'nested too deep'),
      );
    documents.push(document);
    if (documents.length === limit) break;
  }
  return { documents, lines };
};

/** Leaves out the content of a document that is nested too deep, and notes where it becomes so. */
function* shallow(
  tokens: Iterable<CST.Token>,
  tooDeep: (number | undefined)[],
): Generator<CST.Token> {
  for (const token of tokens) {
    if (token.type !== 'document') {
      yield token;
      continue;
    }
    const { value, ...empty } = token;
    const offset = deepOffset(value);
    tooDeep.push(offset);
    yield offset === undefined ? token : empty;
  }
}

/** The offset of the first map or list beyond the limit. It keeps its own stack, so that depth costs memory only. */
const deepOffset = (root: CST.Token | undefined): number | undefined => {
  const open: [token: CST.Token | null | undefined, level: number][] = [[root, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [token, level] = next;
    if (!token || !('items' in token)) continue;
    if (level > deepest) return token.offset;
    for (const { key, value } of token.items) {
      if (key && 'items' in key) open.push([key, level + 1]);
      if (value && 'items' in value) open.push([value, level + 1]);
    }
  }
  return undefined;
};

const text = 'tag:yaml.org,2002:';
const unknownToGo = new Set(
  ['timestamp', 'omap', 'pairs', 'set', 'binary'].map((name) => text + name),
);

/**
 * The tags of YAML 1.1 as Go's yaml.v2 resolves them, which differs from the specification (resolve.go).
 */
const customTags = (tags: Tags): Tags => {
  known ??= [
    { tag: `${text}str`, default: true, test: noNumber, resolve: (source: string) => source },
    ...tags.filter(
      (tag) => typeof tag === 'string' || !(unknownToGo.has(tag.tag) || tag.format === 'TIME'),
    ),
    octal,
    {
      tag: `${text}binary`,
      resolve: (source: string) => Buffer.from(source, 'base64').toString(),
    },
  ];
  return known;
};

const octal = {
  tag: `${text}int`,
  default: true,
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (source: string): number =>
    (source.startsWith('-') ? -1 : 1) * Number(source.replaceAll('_', '').replace(/^[-+]/, '')),
} as const;

/** Texts that YAML 1.1 reads as numbers and Go as texts: without a digit, or too large for a 64-bit float. */
const noNumber = /^[-+]?(?:[._]+|\.[eE][-+\d]*|[\d_.]+[eE]\+?0*(?:309|3[1-9]\d|[4-9]\d\d|\d{4,}))$/;

/** Read once, because every document needs it. */
let known: Tags | undefined;

/** The options to write YAML: texts are quoted that YAML 1.1 or Go reads as something else. */
export const writing: DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags: (tags) => [...tags, octal],
};

const options: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags,
  prettyErrors: false,
  logLevel: 'error',
  // The parser compares each key with all keys before it. `contentOf` finds the same duplicates with a set.
  uniqueKeys: false,
};
