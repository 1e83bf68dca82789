// Package trace finds out what the templates of a chart read and call.
package trace

import (
	"path"
	"strings"
	"text/template/parse"

	v2 "helm.sh/helm/v4/pkg/chart/v2"
)

// source is a template of a chart or of one of its dependencies.
type source struct {
	// name is that of Helm: the path below the folder of the chart, with the name
	// of the chart in front.
	name string
	text string
	// trees are the template itself and those that it defines; nil if it cannot be parsed.
	trees map[string]*parse.Tree
}

// sourcesOf parses all templates.
func sourcesOf(loaded *v2.Chart) []source {
	var sources []source
	for _, template := range loaded.Templates {
		one := source{name: path.Join(loaded.ChartFullPath(), template.Name), text: string(template.Data)}
		one.trees, _ = parseText(one.name, one.text)
		sources = append(sources, one)
	}
	for _, dependency := range loaded.Dependencies() {
		sources = append(sources, sourcesOf(dependency)...)
	}
	return sources
}

// parseText parses a template without knowing the functions that it calls.
func parseText(name, text string) (map[string]*parse.Tree, error) {
	trees := map[string]*parse.Tree{}
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		return nil, err
	}
	trees[name] = tree
	return trees, nil
}

// lineOf returns the line of a position in a text, from 1.
func lineOf(text string, position parse.Pos) int {
	return 1 + strings.Count(text[:min(int(position), len(text))], "\n")
}
