import type { Node } from 'typescript/unstable/ast';
import type { Sentence } from './sentence.ts';

/** The operands of a node that must be no references, and what to say if they are. */
export const operandsOf = (
  node: Node,
  ast: typeof import('typescript/unstable/ast'),
): readonly (readonly [operand: Node, sentence: Sentence])[] => {
  if (ast.isPrefixUnaryExpression(node))
    return node.operator === ast.SyntaxKind.ExclamationToken ? [[node.operand, negated]] : [];
  if (ast.isTemplateExpression(node)) {
    return ast.isTaggedTemplateExpression(node.parent)
      ? []
      : node.templateSpans.map(({ expression }) => [expression, joined]);
  }
  if (!ast.isBinaryExpression(node)) return [];
  const { left, operatorToken, right } = node;
  switch (operatorToken.kind) {
    case ast.SyntaxKind.BarBarToken:
    case ast.SyntaxKind.QuestionQuestionToken:
      return [[left, replaced]];
    case ast.SyntaxKind.PlusToken:
      return [
        [left, joined],
        [right, joined],
      ];
    case ast.SyntaxKind.EqualsEqualsToken:
    case ast.SyntaxKind.EqualsEqualsEqualsToken:
    case ast.SyntaxKind.ExclamationEqualsToken:
    case ast.SyntaxKind.ExclamationEqualsEqualsToken:
      return [
        [left, compared],
        [right, compared],
      ];
    default:
      return [];
  }
};

const negated: Sentence = {
  message: 'a reference is an object, so its negation in JavaScript is always false',
  fix: 'write not(…), which Helm decides',
};

const joined: Sentence = {
  message: 'the value is known only when Helm renders, so JavaScript can make no text of it',
  fix: 'write text`…`, or sum(…) to add numbers',
};

const replaced: Sentence = {
  message: 'a reference is an object, so JavaScript never takes what stands in its place',
  fix: 'write orDefault(…), which Helm decides',
};

const compared: Sentence = {
  message: 'a reference is an object, so JavaScript compares that and not the value',
  fix: 'write isSet(…) or equals(…), which Helm decides',
};
