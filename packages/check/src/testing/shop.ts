import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '@helm-charts/types';
import { type Document, isMap, parseAllDocuments } from 'yaml';
import { checkProfile } from '../check.ts';
import { inputOf } from '../example.ts';
import type { RuleSet } from '../rule.ts';

/** The objects of the shop, as YAML. */
const shop: string = readFileSync(join(import.meta.dirname, 'shop.yaml'), 'utf8');

/** A change of the shop. */
export type Change = (documents: Document.Parsed[]) => void;

/** Sets a field of one object, for instance of `Deployment web`; undefined removes it. */
export const set =
  (object: string, path: string, value: unknown): Change =>
  (documents) => {
    const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const document = find(documents, object);
    if (value === undefined) document.deleteIn(keys);
    else document.setIn(keys, document.createNode(value));
  };

/** Adds an item to a list of one object. */
export const add =
  (object: string, path: string, value: unknown): Change =>
  (documents) => {
    const document = find(documents, object);
    const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    if (document.hasIn(keys)) document.addIn(keys, document.createNode(value));
    else document.setIn(keys, document.createNode([value]));
  };

/** Removes one object. */
export const remove =
  (object: string): Change =>
  (documents) => {
    documents.splice(documents.indexOf(find(documents, object)), 1);
  };

/** Adds an object. */
export const create =
  (text: string): Change =>
  (documents) => {
    for (const document of parseAllDocuments(text))
      if ('contents' in document) documents.push(document);
  };

/** The shop after changes, as YAML. */
export const changed = (...changes: readonly Change[]): string => {
  const documents = [...parseAllDocuments(shop)].filter((one) => 'contents' in one);
  for (const change of changes) change(documents);
  return documents.map(String).join('---\n').replaceAll('---\n---\n', '---\n');
};

/** The findings of rule sets for a shop in a tree of others. */
export const findingsIn = (
  applied: string,
  ruleSets: readonly RuleSet[],
  previous?: string,
): readonly Finding[] =>
  checkProfile(
    inputOf({
      applied,
      surroundings: { kind: 'tree' },
      ...(previous !== undefined && { previous: { applied: previous } }),
    }),
    ruleSets,
  );

const find = (documents: Document.Parsed[], object: string): Document.Parsed => {
  const [kind, name] = object.split(' ');
  const found = documents.find(
    ({ contents }) =>
      isMap(contents) &&
      contents.get('kind') === kind &&
      contents.getIn(['metadata', 'name']) === name,
  );
  if (found === undefined) throw new Error(`the shop has no ${object}`);
  return found;
};
