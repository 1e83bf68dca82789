import type { Cause } from './verdict.ts';

/** What the API server is asked to do. */
export type Verb = 'create' | 'update';

/** What to do about a reason of the API server; undefined where its message says so. */
export const remedyOf = ({ type, message }: Cause, verb: Verb): string | undefined => {
  const isForbidden =
    type === 'FieldValueForbidden' || /field is immutable|may not change once set/.test(message);
  if (verb === 'update' && isForbidden) {
    return 'restore the old value, or give the object another name';
  }
  return byMessage.find(([text]) => message.includes(text))?.[1] ?? byType[type];
};

/** Messages of kubernetes pkg/apis/.../validation. */
const byMessage: readonly (readonly [string, string])[] = [
  [
    '`selector` does not match template `labels`',
    'give the labels of the pod template all labels of the selector',
  ],
  ['may not be specified when strategy `type` is', 'remove the field, or change the type'],
];

/** The types of causes (k8s.io/apimachinery pkg/util/validation/field/errors.go, and go/apiserver/verdict/verdict.go). */
const byType: Readonly<Record<string, string>> = {
  UnknownField: 'remove the field, or correct its name',
  DuplicateField: 'remove one of the two',
  FieldValueRequired: 'set the field',
  FieldValueDuplicate: 'remove or rename one of the two',
  FieldValueNotFound: 'add what the field names, or correct the name',
  FieldValueForbidden: 'remove the field',
  FieldValueTooLong: 'shorten the value',
  FieldValueTooMany: 'remove items',
  UnusableExpression: 'correct the expression',
};
