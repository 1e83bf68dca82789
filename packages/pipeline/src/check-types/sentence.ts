import { apiVersions, closest, type Finding, type JsonSchema } from '@helm-charts/types';
import { kubernetesDefinitions } from '../definitions.ts';
import type { CompilerError } from './compiler-error.ts';

/** The message and the fix of a finding. */
export type Sentence = Pick<Finding, 'message' | 'fix'>;

/** A reference as a condition of JavaScript. */
export const asCondition: Sentence = {
  message: 'a reference is an object, so JavaScript treats it as a condition that is always true',
  fix: "write when(…, 'yes', 'no'), which Helm evaluates",
};

/** A reference that JavaScript compares. */
export const compared: Sentence = {
  message: 'a reference is an object, so JavaScript compares the object and not the value',
  fix: 'write isSet(…), equals(…) or lessThan(…), which Helm evaluates',
};

/** A reference that JavaScript adds to something. */
export const joined: Sentence = {
  message:
    'the value is known only when Helm renders, so JavaScript can neither add to it nor convert it to a text',
  fix: 'write text`…`, or sum(…) to add numbers',
};

/** A reference that JavaScript writes as JSON. */
export const serialized: Sentence = {
  message: "the value is known only when Helm renders, so JSON.stringify can't write it",
  fix: 'write the JSON as text`…`, or as a file(…) with a hole for each value',
};

/** What an error of the compiler says to the author of a chart. */
export const sentence = ({ code, lines }: CompilerError): Sentence => {
  const [first = ''] = lines;
  const all = lines.join('\n');
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
  if (code === 2801) return asCondition;
  // JavaScript compares (TS2367) or computes (TS2365) with a reference.
  if ((code === 2367 || code === 2365) && /types? '(?:.*' and ')?(?:Choice)?Ref</.test(first))
    return /^Operator '\+'/.test(first) ? joined : compared;
  return (
    misspelt(first) ??
    unguarded(all) ??
    unknownKind(first) ??
    noText(all) ??
    otherType(lines) ??
    otherLiteral(first) ??
    undescribed(first) ??
    otherScalar(first) ?? {
      message: shortened(lines.length > 1 ? `${first} ${lines.at(-1)}` : first),
    }
  );
};

/** A field or value that does not exist, with the nearest existing one. */
const misspelt = (text: string): Sentence | undefined => {
  const [, name, type = ''] =
    /'([^']+)' does not exist (?:on|in) type '([\s\S]*?)'(?:\.|$)/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const isValue = type.startsWith('Ref<') || /\breadonly \w+\?:.*\| null/.test(type);
  const [, meant] = /Did you mean (?:to write )?'(.+?)'\?/.exec(text) ?? [];
  const keys = [...type.matchAll(/readonly "?([\w-]+)"?\??:/g)].map(([, key = '']) => key);
  const like = meant ?? closest(name, [...keys, ...fieldsOf(type)]);
  const message = isValue
    ? `the chart has no value "${name}" here`
    : `there is no field "${name}" here`;
  if (like !== undefined) return { message, fix: `did you mean ${like}?` };
  return {
    message,
    fix: isValue ? 'declare it in values.ts, or correct its name' : 'correct its name',
  };
};

/** The fields of a Kubernetes type, such as `Item<IEnvVar>`, of which the compiler reports only the name. */
const fieldsOf = (type: string): readonly string[] =>
  definitionsOf(type).flatMap(({ properties }) => Object.keys(properties ?? {}));

const definitionsOf = (type: string): readonly JsonSchema[] => {
  const [, name] = /\bI([A-Z]\w+)/.exec(type) ?? [];
  const all = name === undefined ? [] : Object.entries(kubernetesDefinitions());
  return all.flatMap(([key, schema]) => (key.endsWith(`.${name}`) ? [schema] : []));
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
  const kinds = Object.keys(apiVersions);
  const like = closest(name, kinds) ?? closest(name.split('/').at(-1) ?? '', kinds);
  const fix = 'use a built-in kind, or add a custom one with helm-charts schemas add';
  return {
    message: `Kubernetes has no kind "${name}"`,
    fix: like === undefined ? fix : `did you mean ${like}?`,
  };
};

const noText = (text: string): Sentence | undefined => {
  const [, type] = /Type '(number|boolean)' is not assignable to type 'string'/.exec(text) ?? [];
  if (type === undefined || !text.includes('Ref<')) return undefined;
  return {
    message: `this is a ${type}, but Kubernetes requires a text here`,
    fix: 'make it a text: text`$' + '{…}`',
  };
};

/** A value whose type differs from that of its field. */
const otherType = (lines: readonly string[]): Sentence | undefined => {
  const [first = ''] = lines;
  const [, type = '', field] = /is not assignable to type 'Field<(\w+), "(\w+)">/.exec(first) ?? [];
  if (field === undefined) return undefined;
  const [
    ,
    is = /^Type '(string|number|boolean)'/.exec(first)?.[1],
    wanted = scalarOf(type, field),
  ] = scalars.exec(lines.at(-1) ?? '') ?? [];
  return { message: `the field ${field} ${taken(wanted, is)}`, fix: 'write a value of its type' };
};

const taken = (wanted: string | undefined, is: string | undefined): string => {
  if (is === undefined) return 'requires another type';
  return wanted === undefined
    ? `does not allow a ${noun(is)}`
    : `requires a ${noun(wanted)}, but this is a ${noun(is)}`;
};

/** The type of a Kubernetes field that is not an object. */
const scalarOf = (type: string, field: string): string | undefined =>
  definitionsOf(type)
    .map(({ properties }) => (properties as Readonly<Record<string, JsonSchema>>)?.[field]?.type)
    .map((of) => (of === 'integer' ? 'number' : of))
    .find((of) => of === 'string' || of === 'number' || of === 'boolean');

const scalars = /Type '(string|number|boolean)' is not assignable to type '(string|number|boolean)/;

const noun = (type: string): string => (type === 'string' ? 'text' : type);

/** A text that is not one of the allowed ones. */
const otherLiteral = (text: string): Sentence | undefined => {
  const [, is, type] =
    /^Type '"([^"]*)"' is not assignable to type '("[^']*?)(?: \| undefined)?'/.exec(text) ?? [];
  if (is === undefined || type === undefined) return undefined;
  const possible = [...type.matchAll(/"([^"]*)"/g)].map(([, one = '']) => one);
  const like = closest(is, possible);
  return {
    message: `"${is}" is not one of ${possible.join(', ')}`,
    fix: like === undefined ? 'write one of them' : `did you mean ${like}?`,
  };
};

const otherScalar = (text: string): Sentence | undefined => {
  const [, is, wanted] = text.startsWith('Type ') ? (scalars.exec(text) ?? []) : [];
  if (is === undefined || wanted === undefined) return undefined;
  return {
    message: `this is a ${noun(is)}, but a ${noun(wanted)} is required here`,
    fix: `write a ${noun(wanted)}`,
  };
};

const undescribed = (text: string): Sentence | undefined =>
  /^Argument of type '\{.*\}' is not assignable to parameter of type 'string'/.test(text)
    ? {
        message: 'the value has no description, which users of the chart need',
        fix: 'write it as the first argument',
      }
    : undefined;

/** A message without long types. */
const shortened = (text: string): string =>
  text
    .replaceAll(/\{[^{}]{60,}\}/g, '{ … }')
    .replaceAll(/'[^']{120,}'/g, "'…'")
    .replace(/\.$/, '');
