package trace

import "text/template/parse"

// walk visits a node and all nodes below it. Where visit returns false, it does
// not go further down.
func walk(node parse.Node, visit func(parse.Node) bool) {
	if isNil(node) || !visit(node) {
		return
	}
	switch node := node.(type) {
	case *parse.ListNode:
		for _, one := range node.Nodes {
			walk(one, visit)
		}
	case *parse.ActionNode:
		walk(node.Pipe, visit)
	case *parse.PipeNode:
		for _, command := range node.Cmds {
			walk(command, visit)
		}
	case *parse.CommandNode:
		for _, argument := range node.Args {
			walk(argument, visit)
		}
	case *parse.ChainNode:
		walk(node.Node, visit)
	case *parse.TemplateNode:
		walk(node.Pipe, visit)
	case *parse.IfNode:
		walkBranch(&node.BranchNode, visit)
	case *parse.RangeNode:
		walkBranch(&node.BranchNode, visit)
	case *parse.WithNode:
		walkBranch(&node.BranchNode, visit)
	}
}

func walkBranch(node *parse.BranchNode, visit func(parse.Node) bool) {
	walk(node.Pipe, visit)
	walk(node.List, visit)
	walk(node.ElseList, visit)
}

// isNil is true of an absent part of a node, which is a nil of its own type.
func isNil(node parse.Node) bool {
	switch node := node.(type) {
	case nil:
		return true
	case *parse.ListNode:
		return node == nil
	case *parse.PipeNode:
		return node == nil
	}
	return false
}
