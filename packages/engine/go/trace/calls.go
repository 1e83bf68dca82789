package trace

import (
	"cmp"
	"maps"
	"slices"
	"text/template/parse"

	v2 "helm.sh/helm/v4/pkg/chart/v2"
)

// Call is a place in a template that calls a function.
type Call struct {
	Function string `json:"function"`
	// Template is the path that Helm gives it, and Line begins with 1. Both are
	// absent where no template has the call, but a text that tpl renders.
	Template string `json:"template,omitempty"`
	Line     int    `json:"line,omitempty"`
}

// Calls finds the calls of functions in the templates of a chart.
func Calls(loaded *v2.Chart, functions map[string]bool) []Call {
	if len(functions) == 0 {
		return nil
	}
	var calls []Call
	found := map[string]bool{}
	for _, source := range sourcesOf(loaded) {
		for _, tree := range source.trees {
			walk(tree.Root, func(node parse.Node) bool {
				name, isName := node.(*parse.IdentifierNode)
				if isName && functions[name.Ident] {
					found[name.Ident] = true
					calls = append(calls, Call{Function: name.Ident, Template: source.name, Line: lineOf(source.text, name.Pos)})
				}
				return true
			})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		if !found[name] {
			calls = append(calls, Call{Function: name})
		}
	}
	slices.SortFunc(calls, func(a, b Call) int {
		return cmp.Or(cmp.Compare(a.Template, b.Template), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Function, b.Function))
	})
	return slices.Compact(calls)
}
