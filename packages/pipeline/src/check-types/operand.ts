import type { CallExpression, Expression, Node } from 'typescript/unstable/ast';
import { asCondition, compared, joined, type Sentence, serialized } from './sentence.ts';

type Ast = typeof import('typescript/unstable/ast');
type Operand = readonly [operand: Node, sentence: Sentence];

/** The operands of a node that must not be references, with the messages. */
export const operandsOf = (node: Node, ast: Ast): readonly Operand[] => {
  if (ast.isConditionalExpression(node)) return conditionOf(node.condition, ast);
  if (ast.isIfStatement(node) || ast.isWhileStatement(node) || ast.isDoStatement(node))
    return conditionOf(node.expression, ast);
  if (ast.isPrefixUnaryExpression(node))
    return node.operator === ast.SyntaxKind.ExclamationToken ? [[node.operand, negated]] : [];
  if (ast.isTemplateExpression(node)) {
    return ast.isTaggedTemplateExpression(node.parent)
      ? []
      : node.templateSpans.map(({ expression }) => [expression, joined]);
  }
  if (ast.isCallExpression(node)) return serializedBy(node, ast);
  if (!ast.isBinaryExpression(node)) return [];
  const { left, operatorToken, right } = node;
  switch (operatorToken.kind) {
    case ast.SyntaxKind.AmpersandAmpersandToken:
      return conditionOf(left, ast);
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

/** The compiler rejects a reference as a condition (TS2801) only if the branch does not read the same reference. */
const conditionOf = (of: Expression, ast: Ast): readonly Operand[] => {
  if (ast.isParenthesizedExpression(of)) return conditionOf(of.expression, ast);
  const isJoin =
    ast.isBinaryExpression(of) &&
    (of.operatorToken.kind === ast.SyntaxKind.AmpersandAmpersandToken ||
      of.operatorToken.kind === ast.SyntaxKind.BarBarToken);
  // The left operand.
  return isJoin ? conditionOf(of.right, ast) : [[of, asCondition]];
};

/** What `JSON.stringify` writes: its argument, or what an object or list that stands there holds. */
const serializedBy = (node: CallExpression, ast: Ast): readonly Operand[] => {
  const {
    expression: callee,
    arguments: [written],
  } = node;
  const isStringify =
    ast.isPropertyAccessExpression(callee) &&
    ast.isIdentifier(callee.expression) &&
    callee.expression.text === 'JSON' &&
    callee.name.text === 'stringify';
  return isStringify && written !== undefined ? partsOf(written, ast) : [];
};

const partsOf = (of: Expression, ast: Ast): readonly Operand[] => {
  if (ast.isArrayLiteralExpression(of)) return of.elements.flatMap((one) => partsOf(one, ast));
  if (!ast.isObjectLiteralExpression(of)) return [[of, serialized]];
  return of.properties.flatMap((one): readonly Operand[] => {
    if (ast.isPropertyAssignment(one)) return partsOf(one.initializer, ast);
    return ast.isShorthandPropertyAssignment(one) ? [[one.name, serialized]] : [];
  });
};

const negated: Sentence = {
  message: 'a reference is an object, so its negation in JavaScript is always false',
  fix: 'write not(…), which Helm evaluates',
};

const replaced: Sentence = {
  message: 'a reference is an object, so JavaScript never uses the alternative',
  fix: 'write orDefault(…), which Helm evaluates',
};
