// Package release renders the releases of charts as helm template does.
package release

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"engine/chart"
	"engine/document"

	helm "helm.sh/helm/v4/pkg/chart"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	v2 "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

// Release is a chart with the name, the namespace and the values that it is installed with.
type Release struct {
	// Chart is the directory of the chart, absolute.
	Chart     string         `json:"chart"`
	Name      string         `json:"name"`
	Namespace string         `json:"namespace"`
	Values    map[string]any `json:"values"`
	// KubeVersion is the version of Kubernetes, for instance 1.36.3.
	KubeVersion string `json:"kubeVersion"`
	// APIVersions are APIs besides those of Kubernetes.
	APIVersions []string `json:"apiVersions,omitempty"`
	IsUpgrade   bool     `json:"isUpgrade,omitempty"`
}

// Rendered is what a release installs.
type Rendered struct {
	// Text is the output of helm template.
	Text string `json:"text"`
	// Documents are the documents of the text.
	Documents []document.Document `json:"documents"`
	// Notes is the text of NOTES.txt.
	Notes string `json:"notes,omitempty"`
}

// Render renders a release. Warnings are the messages that Helm logs.
func Render(wanted Release) (*Rendered, []string, error) {
	loaded, err := chart.Load(wanted.Chart)
	if err != nil {
		return nil, nil, err
	}
	if err := installable(loaded); err != nil {
		return nil, nil, err
	}
	capabilities, err := capabilitiesOf(wanted)
	if err != nil {
		return nil, nil, err
	}
	values, warnings, err := valuesOf(loaded, wanted, capabilities)
	if err != nil {
		return nil, warnings, err
	}
	if versions := loaded.Metadata.KubeVersion; versions != "" && !chartutil.IsCompatibleRange(versions, capabilities.KubeVersion.String()) {
		return nil, warnings, fmt.Errorf("chart requires kubeVersion: %s which is incompatible with Kubernetes %s", versions, capabilities.KubeVersion.Version)
	}
	var renderer engine.Engine
	files, err := renderer.Render(loaded, values)
	if err != nil {
		return nil, warnings, err
	}
	rendered, err := assemble(loaded, files)
	return rendered, warnings, err
}

// installable says why Helm refuses to install a chart (pkg/cmd/install.go).
func installable(loaded *v2.Chart) error {
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return fmt.Errorf("%s charts are not installable", kind)
	}
	return missingDependencies(loaded)
}

// missingDependencies is CheckDependencies of Helm (pkg/action/package.go and dependency.go).
func missingDependencies(loaded *v2.Chart) error {
	present := map[string]bool{}
	for _, dependency := range loaded.Dependencies() {
		present[dependency.Name()] = true
	}
	var missing []string
	for _, dependency := range loaded.Metadata.Dependencies {
		if !present[dependency.Name] {
			missing = append(missing, dependency.Name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: %s", strings.Join(missing, ", "))
}

func capabilitiesOf(wanted Release) (*common.Capabilities, error) {
	version, err := common.ParseKubeVersion(wanted.KubeVersion)
	if err != nil {
		return nil, fmt.Errorf("invalid kube version '%s': %w", wanted.KubeVersion, err)
	}
	capabilities := common.DefaultCapabilities.Copy()
	capabilities.KubeVersion = *version
	capabilities.APIVersions = append(append(common.VersionSet{}, capabilities.APIVersions...), wanted.APIVersions...)
	return capabilities, nil
}

func valuesOf(loaded *v2.Chart, wanted Release, capabilities *common.Capabilities) (common.Values, []string, error) {
	values := wanted.Values
	if values == nil {
		values = map[string]any{}
	}
	var merged common.Values
	warnings, err := listen(func() error {
		if err := chartutil.ProcessDependencies(loaded, values); err != nil {
			return fmt.Errorf("chart dependencies processing failed: %w", err)
		}
		options := common.ReleaseOptions{
			Name:      wanted.Name,
			Namespace: wanted.Namespace,
			Revision:  1,
			IsInstall: !wanted.IsUpgrade,
			IsUpgrade: wanted.IsUpgrade,
		}
		var err error
		merged, err = util.ToRenderValues(helm.Charter(loaded), values, options, capabilities)
		return err
	})
	return merged, warnings, err
}

const notesFile = "NOTES.txt"

// assemble puts the files together as helm template prints them: CRDs, the
// objects in the order of installation, and hooks (pkg/action/action.go,
// pkg/cmd/template.go).
func assemble(loaded *v2.Chart, files map[string]string) (*Rendered, error) {
	notes := files[path.Join(loaded.Name(), "templates", notesFile)]
	for name := range files {
		if strings.HasSuffix(name, notesFile) {
			delete(files, name)
		}
	}
	hooks, manifests, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
	if err != nil {
		return nil, errors.New(err.Error() + "\n\nUse --debug flag to render out invalid YAML")
	}
	var text bytes.Buffer
	add := func(source, content string) { fmt.Fprintf(&text, "---\n# Source: %s\n%s\n", source, content) }
	for _, crd := range loaded.CRDObjects() {
		add(crd.Filename, string(crd.File.Data))
	}
	for _, manifest := range manifests {
		add(manifest.Name, manifest.Content)
	}
	var all bytes.Buffer
	fmt.Fprintln(&all, strings.TrimSpace(text.String()))
	for _, hook := range hooks {
		fmt.Fprintf(&all, "---\n# Source: %s\n%s\n", hook.Path, hook.Manifest)
	}
	return &Rendered{Text: all.String(), Documents: document.Split(all.String()), Notes: notes}, nil
}
