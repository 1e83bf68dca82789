import { apiVersions, closest, type Finding } from '@helm-charts/types';

/** An error of the compiler: its code, and its lines, of which the last is nearest to the cause. */
interface CompilerError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: number;
  readonly lines: readonly string[];
}

/**
 * The errors of the compiler as findings, in the words of a chart's author. Where a file can't import another one, its other errors follow from
 * that and are left out; of errors in one place the first is kept.
 */
export const explain = (output: string): readonly Finding[] => {
  const errors = read(output);
  const cut = new Set(errors.filter(({ code }) => isImport(code)).map(({ file }) => file));
  const first = errors.filter(({ file, code }) => !cut.has(file) || isImport(code));
  const known = new Set<string>();
  return first.flatMap((error): Finding[] => {
    const key = isCycle(error.code) ? `${error.file} cycle` : `${error.file}:${error.line}`;
    if (known.has(key)) return [];
    known.add(key);
    const { file, line, column } = error;
    return [
      { rule: 'types', severity: 'error', position: { file, line, column }, ...sentence(error) },
    ];
  });
};

const read = (output: string): readonly CompilerError[] => {
  const errors: (CompilerError & { lines: string[] })[] = [];
  for (const text of output.split('\n')) {
    const found = /^(.+)\((\d+),(\d+)\): error TS(\d+): (.*)$/.exec(text);
    if (found !== null) {
      const [, file = '', line, column, code, message = ''] = found;
      errors.push({
        file,
        line: Number(line),
        column: Number(column),
        code: Number(code),
        lines: [message],
      });
    } else if (text.startsWith(' ')) errors.at(-1)?.lines.push(text.trim());
  }
  return errors;
};

const isImport = (code: number): boolean => [2307, 2835, 2834].includes(code);
const isCycle = (code: number): boolean => [7022, 7023, 7024].includes(code);

type Sentence = Pick<Finding, 'message' | 'fix'>;

const sentence = ({ code, lines }: CompilerError): Sentence => {
  const [first = ''] = lines;
  const all = lines.join('\n');
  if (isCycle(code)) {
    const [, name = 'a constant'] = /^'(.+?)'/.exec(first) ?? [];
    return {
      message: `${name} is made of something that is made of it, so it is not there yet when it is read`,
      fix: 'move what both need to a file of its own',
    };
  }
  if (code === 2835 || code === 2834) {
    const [, name = './values'] = /Did you mean '(.+?)\.js'/.exec(first) ?? [];
    return {
      message: 'the import has no file extension, which Node needs to find the file',
      fix: `write '${name}.ts'`,
    };
  }
  if (code === 2307) {
    const [, name = ''] = /'(.+?)'/.exec(first) ?? [];
    return {
      message: `there is no module '${name}'`,
      fix: /^\.|^\//.test(name) ? 'create the file, or correct the import' : `run "npm i ${name}"`,
    };
  }
  if (code === 2801) {
    return {
      message: 'a reference is an object, so as a condition of JavaScript it is always true',
      fix: "write when(…, 'yes', 'no'), which Helm decides",
    };
  }
  return (
    misspelt(first) ??
    unguarded(all) ??
    unknownKind(first) ??
    noText(all) ??
    otherType(first) ??
    undescribed(first) ??
    otherScalar(first) ?? {
      message: shortened(lines.length > 1 ? `${first} ${lines.at(-1)}` : first),
    }
  );
};

/** A field or value that is not there, with the nearest one that is. */
const misspelt = (text: string): Sentence | undefined => {
  const [, name, type = ''] =
    /'([^']+)' does not exist (?:on|in) type '([\s\S]*?)'(?:\.|$)/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const isValue = type.startsWith('Ref<') || /\breadonly \w+\?:.*\| null/.test(type);
  const [, meant] = /Did you mean (?:to write )?'(.+?)'\?/.exec(text) ?? [];
  const keys = [...type.matchAll(/readonly "?([\w-]+)"?\??:/g)].map(([, key = '']) => key);
  const like = meant ?? closest(name, keys);
  const message = isValue
    ? `the chart has no value "${name}" here`
    : `there is no field "${name}" here`;
  if (like !== undefined) return { message, fix: `did you mean ${like}?` };
  return {
    message,
    fix: isValue ? 'declare it in values.ts, or correct its name' : 'correct its name',
  };
};

const unguarded = (text: string): Sentence | undefined =>
  /'Ref<[^']*\bundefined\b[^']*>'/.test(text) &&
  /'undefined' is not assignable|undefined' is not assignable/.test(text)
    ? {
        message: 'this value may be absent, and Helm would render nothing in its place',
        fix: 'wrap it in ifSet(…), or give another value with orDefault(…)',
      }
    : undefined;

const unknownKind = (text: string): Sentence | undefined => {
  const [, name] =
    /Argument of type '"(.+?)"' is not assignable to parameter of type 'Kind'/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const like = closest(name, Object.keys(apiVersions));
  const fix = 'take a kind of Kubernetes, or make one with helm-charts schemas add';
  return {
    message: `Kubernetes has no kind "${name}"`,
    fix: like === undefined ? fix : `did you mean ${like}?`,
  };
};

const noText = (text: string): Sentence | undefined => {
  const [, type] = /Type '(number|boolean)' is not assignable to type 'string'/.exec(text) ?? [];
  if (type === undefined || !text.includes('Ref<')) return undefined;
  return {
    message: `this is a ${type}, and Kubernetes wants a text here`,
    fix: 'make a text of it: text`$' + '{…}`',
  };
};

const otherType = (text: string): Sentence | undefined => {
  const [, type, field] =
    /Type '(\w+|"[^"]*")' is not assignable to type 'Field<\w+, "(\w+)">/.exec(text) ?? [];
  return type === undefined
    ? undefined
    : { message: `the field ${field} takes no ${type}`, fix: 'write a value of its type' };
};

const otherScalar = (text: string): Sentence | undefined => {
  const [, is, wanted] =
    /^Type '(string|number|boolean)' is not assignable to type '(string|number|boolean)/.exec(
      text,
    ) ?? [];
  if (is === undefined || wanted === undefined) return undefined;
  const noun = (type: string): string => (type === 'string' ? 'text' : type);
  return {
    message: `this is a ${noun(is)}, and a ${noun(wanted)} belongs here`,
    fix: `write a ${noun(wanted)}`,
  };
};

const undescribed = (text: string): Sentence | undefined =>
  /^Argument of type '\{.*\}' is not assignable to parameter of type 'string'/.test(text)
    ? {
        message: 'the value has no description, which users of the chart read',
        fix: 'write it as the first argument',
      }
    : undefined;

/** A message without the types that fill lines. */
const shortened = (text: string): string =>
  text
    .replaceAll(/\{[^{}]{60,}\}/g, '{ … }')
    .replaceAll(/'[^']{120,}'/g, "'…'")
    .replace(/\.$/, '');
