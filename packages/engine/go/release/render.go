// Package release renders the releases of charts as helm template does.
package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"strings"

	"engine/chart"
	"engine/document"
	"engine/helm"
	"engine/trace"

	charter "helm.sh/helm/v4/pkg/chart"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	v2 "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
)

// Release is a chart with the name, the namespace and the values that it is installed with.
type Release struct {
	// Chart is the directory or the archive of the chart, absolute.
	Chart string `json:"chart"`
	// Content is a fingerprint of all files of the chart. The chart is read again if it is empty or has changed.
	Content   string         `json:"content,omitempty"`
	Name      string         `json:"name"`
	Namespace string         `json:"namespace"`
	Values    map[string]any `json:"values"`
	// Helm is the version of Helm that renders it; that of this program if empty.
	Helm helm.Version `json:"helm,omitempty"`
	// KubeVersion is the version of Kubernetes, for instance 1.36.3.
	KubeVersion string `json:"kubeVersion"`
	// APIs are those of Kubernetes, as group/version and group/version/Kind; the
	// list in the code of Helm if nil. A program that reads requests one after another
	// takes the text same for the list of the last one that had one.
	APIs names `json:"apis,omitempty"`
	// APIVersions are further APIs.
	APIVersions []string `json:"apiVersions,omitempty"`
	// IsUpgrade makes this the second revision of the release.
	IsUpgrade bool `json:"isUpgrade,omitempty"`
	// SkipSchema renders it although its values break the schema of the chart.
	SkipSchema bool `json:"skipSchema,omitempty"`
	// Objects is a list of the objects that the function lookup finds. Without a
	// list it finds nothing, as in helm template.
	Objects json.RawMessage `json:"objects,omitempty"`
	// Seed gives the random functions other results, and the clock another day.
	Seed int `json:"seed,omitempty"`
}

// Rendered is what a release installs.
type Rendered struct {
	// Text is the output of helm template.
	Text string `json:"text"`
	// Documents are the documents of the text.
	Documents []document.Document `json:"documents"`
	// Notes is the text of NOTES.txt.
	Notes string `json:"notes,omitempty"`
	// Varying are the calls of functions whose results differ from one render of
	// Helm to the next, if a template called such a function.
	Varying []trace.Call `json:"varying,omitempty"`
	// Skipped are the objects that Helm leaves out, since it does not know their hooks.
	Skipped []Skipped `json:"skipped,omitempty"`
}

// Render renders a release. Warnings are the messages that Helm logs.
func Render(wanted Release) (*Rendered, []string, error) {
	ready, warnings, err := prepare(wanted)
	if err != nil {
		return nil, warnings, err
	}
	files, err := ready.renderer.Render(ready.chart, ready.values)
	if err != nil {
		return nil, warnings, err
	}
	rendered, err := assemble(ready.chart, files, wanted.Helm)
	if err == nil {
		rendered.Varying = trace.Calls(ready.chart, ready.functions.used)
	}
	return rendered, warnings, err
}

// prepared is a chart that can be rendered once: templates may change the values.
type prepared struct {
	chart     *v2.Chart
	values    common.Values
	functions *varying
	renderer  engine.Engine
}

func prepare(wanted Release) (*prepared, []string, error) {
	loaded, err := chart.Load(wanted.Chart, wanted.Content, wanted.Helm)
	if err != nil {
		return nil, nil, err
	}
	if err := installable(loaded); err != nil {
		return nil, nil, err
	}
	if err := chartutil.ValidateReleaseName(wanted.Name); err != nil {
		return nil, nil, fmt.Errorf("release name check failed: release name %q: %w", wanted.Name, err)
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
	functions := varyingOf(wanted)
	renderer := engine.Engine{CustomTemplateFuncs: functions.functions()}
	if wanted.Helm.Is43() {
		maps.Copy(renderer.CustomTemplateFuncs, durations())
	}
	if wanted.Objects != nil {
		simulated, err := clusterOf(wanted)
		if err != nil {
			return nil, warnings, err
		}
		renderer.CustomTemplateFuncs["lookup"] = simulated.lookup
	}
	return &prepared{chart: loaded, values: values, functions: functions, renderer: renderer}, warnings, nil
}

// installable says why Helm refuses to install a chart (pkg/cmd/install.go).
func installable(loaded *v2.Chart) error {
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return fmt.Errorf("%s charts are not installable", kind)
	}
	if err := ownSchemas(loaded); err != nil {
		return err
	}
	return missingDependencies(loaded)
}

// ownSchemas refuses a schema of values that refers to a file of the machine, since a chart sees its own files only.
func ownSchemas(loaded *v2.Chart) error {
	if found := fileReference.FindSubmatch(loaded.Schema); found != nil {
		return fmt.Errorf("the schema of chart %s refers to %s, and a chart may read its own files only; put the schema into $defs", loaded.Name(), found[1])
	}
	for _, dependency := range loaded.Dependencies() {
		if err := ownSchemas(dependency); err != nil {
			return err
		}
	}
	return nil
}

var fileReference = regexp.MustCompile(`"\$ref"\s*:\s*"(file:[^"]*)"`)

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
		revision := 1
		if wanted.IsUpgrade {
			revision = 2
		}
		options := common.ReleaseOptions{
			Name:      wanted.Name,
			Namespace: wanted.Namespace,
			Revision:  revision,
			IsInstall: !wanted.IsUpgrade,
			IsUpgrade: wanted.IsUpgrade,
		}
		var err error
		merged, err = util.ToRenderValuesWithSchemaValidation(charter.Charter(loaded), values, options, capabilities, true)
		return err
	})
	if err != nil || wanted.SkipSchema {
		return merged, warnings, err
	}
	more, err := validateValues(loaded, merged)
	return merged, append(warnings, more...), err
}

const notesFile = "NOTES.txt"

// assemble puts the files together as helm template prints them: CRDs, the
// objects in the order of installation, and hooks (pkg/action/action.go,
// pkg/cmd/template.go).
func assemble(loaded *v2.Chart, files map[string]string, version helm.Version) (*Rendered, error) {
	notes := files[path.Join(loaded.Name(), "templates", notesFile)]
	for name := range files {
		if strings.HasSuffix(name, notesFile) {
			delete(files, name)
		}
	}
	sort := sortManifests
	if version.Is43() {
		sort = sortDocuments
	}
	all, err := sort(files)
	if err != nil {
		return nil, errors.New(err.Error() + "\n\nUse --debug flag to render out invalid YAML")
	}
	var text output
	for _, crd := range loaded.CRDObjects() {
		text.add(manifest{path: crd.Filename, text: string(crd.File.Data)})
	}
	for _, one := range all.manifests {
		text.add(one)
	}
	text.trim()
	for _, one := range all.hooks {
		text.add(one)
	}
	return &Rendered{Text: string(text.text), Documents: text.documents(), Notes: notes, Skipped: skippedIn(files)}, nil
}

// Size is the size of the output in bytes.
func (rendered *Rendered) Size() int { return len(rendered.Text) + len(rendered.Notes) }

// AppendJSON appends the result as JSON.
func (rendered *Rendered) AppendJSON(to []byte) []byte {
	to = document.AppendJSON(to, rendered.Text, rendered.Documents)
	if rendered.Notes != "" {
		to = document.AppendText(append(to, `,"notes":`...), rendered.Notes)
	}
	if len(rendered.Varying) > 0 {
		// Texts and numbers always have a JSON form.
		text, _ := json.Marshal(rendered.Varying)
		to = append(append(to, `,"varying":`...), text...)
	}
	if len(rendered.Skipped) > 0 {
		text, _ := json.Marshal(rendered.Skipped)
		to = append(append(to, `,"skipped":`...), text...)
	}
	return append(to, '}')
}
