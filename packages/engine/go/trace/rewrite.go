package trace

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	v2 "helm.sh/helm/v4/pkg/chart/v2"
)

// The functions that rewritten templates call. Helm and Sprig have none of these names.
const (
	fieldFunction = "__field"
	wholeFunction = "__whole"
	keyFunction   = "__key"
	keysFunction  = "__keys"
	textFunction  = "__text"
)

// Rewrite changes the templates of a chart so that they say what they read: in
//
//	{{ .Values.image.tag | quote }}
//
// the field becomes a call of a function that returns the same value,
//
//	{{ __field 1 . "Values" "image" "tag" | __whole 2 | quote }}
//
// A template that cannot be parsed stays as it is; Helm says what is wrong.
func Rewrite(loaded *v2.Chart, values map[string]any) *Recorder {
	recorder := newRecorder(values)
	rewriteChart(loaded, recorder)
	return recorder
}

func rewriteChart(loaded *v2.Chart, recorder *Recorder) {
	for _, template := range loaded.Templates {
		name := path.Join(loaded.ChartFullPath(), template.Name)
		if text, err := recorder.rewrite(name, string(template.Data)); err == nil {
			template.Data = []byte(text)
		}
	}
	for _, dependency := range loaded.Dependencies() {
		rewriteChart(dependency, recorder)
	}
}

// rewrite returns the text of a template that records its reads.
func (r *Recorder) rewrite(name, text string) (string, error) {
	trees, err := parseText(name, text)
	if err != nil {
		return "", err
	}
	rewriter := rewriter{recorder: r, template: name, text: text}
	var out strings.Builder
	for _, defined := range slices.Sorted(maps.Keys(trees)) {
		tree := trees[defined]
		if tree.Root == nil {
			continue
		}
		rewriter.list(tree.Root)
		if defined != name {
			fmt.Fprintf(&out, "{{define %q}}%s{{end}}", defined, tree.Root)
		}
	}
	if root := trees[name].Root; root != nil {
		out.WriteString(root.String())
	}
	return out.String(), nil
}

type rewriter struct {
	recorder *Recorder
	template string
	text     string
}

func (r *rewriter) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch node := node.(type) {
		case *parse.ActionNode:
			r.pipe(node.Pipe)
		case *parse.TemplateNode:
			r.pipe(node.Pipe)
		case *parse.IfNode:
			r.branch(&node.BranchNode)
		case *parse.WithNode:
			r.branch(&node.BranchNode)
		case *parse.RangeNode:
			r.branch(&node.BranchNode)
			// A map that is ranged over is read with all its keys.
			node.Pipe.Cmds = append(node.Pipe.Cmds, r.prefix(wholeFunction, node.Pipe, anyOfPipe(node.Pipe)))
		}
	}
}

func (r *rewriter) branch(node *parse.BranchNode) {
	r.pipe(node.Pipe)
	r.list(node.List)
	r.list(node.ElseList)
}

func (r *rewriter) pipe(pipe *parse.PipeNode) {
	if pipe == nil {
		return
	}
	for at := 0; at < len(pipe.Cmds); at++ {
		command := pipe.Cmds[at]
		var before []string
		if at > 0 {
			before = anyOfCommand(pipe.Cmds[at-1])
		}
		added := r.command(command, at > 0, before)
		if added == nil {
			continue
		}
		// What is piped into the command is recorded before it.
		pipe.Cmds = slices.Insert(pipe.Cmds, at, added)
		at++
	}
}

// command rewrites a command. It returns one to be run before it, if it reads
// what is piped into it; before are the keys of that, as anyOf has them.
func (r *rewriter) command(command *parse.CommandNode, hasFinal bool, before []string) *parse.CommandNode {
	first := command.Args[0]
	name, isFunction := first.(*parse.IdentifierNode)
	keys := keysOfDig(command)
	for at, argument := range command.Args {
		// The first argument of several is a method, which cannot be a call.
		if at == 0 && (len(command.Args) > 1 || hasFinal || isFunction) {
			r.inside(argument)
			continue
		}
		command.Args[at] = r.argument(argument, at > 0)
	}
	if !isFunction {
		return nil
	}
	arguments := command.Args[1:]
	switch function := name.Ident; {
	case function == "tpl" && len(arguments) > 0:
		arguments[0] = r.wrap(textFunction, first, nil, arguments[0])
	case function == "index" && len(arguments) > 0, (function == "get" || function == "hasKey") && len(arguments) == 2:
		if hasFinal {
			arguments[0] = r.wrap(wholeFunction, first, anyOf(arguments[0]), arguments[0])
		} else {
			arguments[0] = r.wrap(keyFunction, first, literals(arguments), arguments...)
		}
	case function == "dig":
		if hasFinal {
			return r.prefix(keysFunction, first, literals(keys), keys...)
		}
		if last := len(arguments) - 1; last > 1 {
			arguments[last] = r.wrap(keysFunction, first, literals(arguments), append(slices.Clone(arguments[:last-1]), arguments[last])...)
		}
	case !passing[function]:
		for at, argument := range arguments {
			if isValue(argument) {
				arguments[at] = r.wrap(wholeFunction, first, anyOf(argument), argument)
			}
		}
		if hasFinal {
			return r.prefix(wholeFunction, first, before)
		}
	}
	return nil
}

// keysOfDig are the keys of a dig whose map is piped into it: all arguments but the last, which is the default.
func keysOfDig(command *parse.CommandNode) []parse.Node {
	if len(command.Args) < 3 {
		return nil
	}
	return command.Args[1 : len(command.Args)-1]
}

// argument rewrites an argument, which is in parentheses if it is not alone.
func (r *rewriter) argument(node parse.Node, inParentheses bool) parse.Node {
	var base string
	var keys []string
	switch node := node.(type) {
	case *parse.FieldNode:
		base, keys = ".", node.Ident
	case *parse.VariableNode:
		base, keys = node.Ident[0], node.Ident[1:]
	case *parse.ChainNode:
		r.inside(node)
		base, keys = chained(node.Node), node.Field
	case *parse.PipeNode:
		r.pipe(node)
		return node
	}
	if len(keys) == 0 || ((base == "." || base == "$") && others[keys[0]]) {
		return node
	}
	var call strings.Builder
	fmt.Fprintf(&call, "%s %d %s", fieldFunction, r.site(node, keys), base)
	for _, key := range keys {
		call.WriteString(" " + strconv.Quote(key))
	}
	return code(call.String(), inParentheses)
}

// inside rewrites what is in parentheses in a node that stays.
func (r *rewriter) inside(node parse.Node) {
	switch node := node.(type) {
	case *parse.PipeNode:
		r.pipe(node)
	case *parse.ChainNode:
		r.inside(node.Node)
	}
}

func chained(node parse.Node) string {
	if pipe, isPipe := node.(*parse.PipeNode); isPipe {
		return "(" + pipe.String() + ")"
	}
	return node.String()
}

// wrap is a call of a function with arguments, in parentheses.
func (r *rewriter) wrap(function string, at parse.Node, keys []string, arguments ...parse.Node) parse.Node {
	var call strings.Builder
	fmt.Fprintf(&call, "%s %d", function, r.site(at, keys))
	for _, argument := range arguments {
		call.WriteString(" " + chained(argument))
	}
	return code(call.String(), true)
}

// prefix is a command that records what is piped into it.
func (r *rewriter) prefix(function string, at parse.Node, keys []string, arguments ...parse.Node) *parse.CommandNode {
	command := &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{code(fmt.Sprintf("%s %d", function, r.site(at, keys)), false)}}
	command.Args = append(command.Args, arguments...)
	return command
}

// code is a node that is printed as it is.
func code(text string, inParentheses bool) parse.Node {
	if inParentheses {
		text = "(" + text + ")"
	}
	return parse.NewIdentifier(text)
}

// literals are the keys that are written in a template, where a map is asked for keys.
func literals(nodes []parse.Node) []string {
	var keys []string
	for _, node := range nodes {
		if text, isText := node.(*parse.StringNode); isText {
			keys = append(keys, text.Text)
		}
	}
	return keys
}

// anyOf are no keys, and not nil, where a whole map is read of which nothing is written.
func anyOf(node parse.Node) []string {
	switch node := node.(type) {
	case *parse.DotNode:
		return []string{}
	case *parse.VariableNode:
		if len(node.Ident) == 1 {
			return []string{}
		}
	}
	return nil
}

func anyOfPipe(pipe *parse.PipeNode) []string {
	return anyOfCommand(pipe.Cmds[len(pipe.Cmds)-1])
}

func anyOfCommand(command *parse.CommandNode) []string {
	if len(command.Args) > 1 {
		return nil
	}
	return anyOf(command.Args[0])
}

// isValue is true of arguments that may be a map.
func isValue(node parse.Node) bool {
	switch node.(type) {
	case *parse.BoolNode, *parse.NumberNode, *parse.StringNode, *parse.NilNode:
		return false
	}
	return true
}

func (r *rewriter) site(node parse.Node, keys []string) int {
	return r.recorder.site(Site{Template: r.template, Line: lineOf(r.text, node.Position())}, int(node.Position()), keys)
}

// others are the members of the scope of a template that hold no values.
var others = map[string]bool{
	"Release": true, "Chart": true, "Capabilities": true, "Files": true, "Template": true, "Subcharts": true,
}

// passing are the functions that return what they are given, or only look
// whether it is there: a map is not read by them, but by what follows.
var passing = map[string]bool{
	"and": true, "or": true, "not": true, "default": true, "coalesce": true, "ternary": true, "required": true,
	"empty": true, "include": true, "dict": true, "list": true, "tuple": true, "first": true, "last": true,
	"append": true, "prepend": true, "concat": true, "set": true, "unset": true, "fail": true,
	"kindIs": true, "kindOf": true, "typeOf": true, "typeIs": true, "typeIsLike": true,
}
