// Package lint checks charts as helm lint does.
package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"engine/chart"
	"engine/release"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/v2/lint"
	"helm.sh/helm/v4/pkg/chart/v2/lint/support"
)

// Lint is a chart with the values to lint it with.
type Lint struct {
	// Chart is the directory of the chart, absolute.
	Chart  string         `json:"chart"`
	Values map[string]any `json:"values"`
	// KubeVersion is the version of Kubernetes, for instance 1.36.3.
	KubeVersion string `json:"kubeVersion"`
}

// Linted is what a lint found.
type Linted struct {
	// Text is the output of helm lint --strict --quiet.
	Text string `json:"text"`
}

// namespace is that of a user without a kubeconfig.
const namespace = "default"

// Run lints a chart (pkg/action/lint.go and pkg/cmd/lint.go of Helm).
func Run(wanted Lint) (*Linted, error) {
	version, err := common.ParseKubeVersion(wanted.KubeVersion)
	if err != nil {
		return nil, fmt.Errorf("invalid kube version '%s': %w", wanted.KubeVersion, err)
	}
	if _, err := os.Stat(filepath.Join(wanted.Chart, "Chart.yaml")); err != nil {
		return nil, fmt.Errorf("unable to check Chart.yaml file in chart: %w", err)
	}
	if err := check(wanted.Chart); err != nil {
		return nil, err
	}
	values := wanted.Values
	if values == nil {
		values = map[string]any{}
	}
	var text strings.Builder
	var linted support.Linter
	release.Alone(func() {
		linted = lint.RunAll(wanted.Chart, values, namespace, lint.WithKubeVersion(version))
	})
	for _, message := range linted.Messages {
		if message.Severity > support.InfoSev {
			fmt.Fprintln(&text, message)
		}
	}
	return &Linted{Text: text.String()}, nil
}

// check refuses a chart with files that must not be read, since the linter of
// Helm reads the directory itself, and these files even if they are ignored.
func check(directory string) error {
	for _, name := range []string{"Chart.yaml", "values.yaml", "values.schema.json"} {
		path := filepath.Join(directory, name)
		info, err := os.Stat(path)
		if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return chart.IrregularError{Path: path}
		}
	}
	return chart.CheckDirectory(directory)
}
