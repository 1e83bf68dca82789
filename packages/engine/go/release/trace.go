package release

import (
	"fmt"
	"maps"
	"path"
	"slices"

	"engine/chart"
	"engine/trace"

	"helm.sh/helm/v4/pkg/chart/common"
)

// Trace renders a release and finds out which template reads which value. The
// traced render is compared with the plain one: where they differ, the trace
// says that it is incomplete.
func Trace(wanted Release) (*trace.Trace, []string, error) {
	plain, warnings, err := prepare(wanted)
	if err != nil {
		return nil, warnings, err
	}
	files, err := plain.renderer.Render(plain.chart, plain.values)
	if err != nil {
		return nil, warnings, err
	}
	traced, _, err := prepare(wanted)
	if err != nil {
		return nil, warnings, err
	}
	// The functions of the two renders are alike: they have the same seed.
	values, _ := traced.values["Values"].(common.Values)
	recorder := trace.Rewrite(traced.chart, values)
	whole, err := chart.Load(wanted.Chart, wanted.Content, wanted.Helm)
	if err != nil {
		return nil, warnings, err
	}
	recorder.Conditions(whole)
	maps.Copy(traced.renderer.CustomTemplateFuncs, recorder.Functions())
	again, err := traced.renderer.Render(traced.chart, traced.values)
	found := recorder.Trace()
	if err != nil {
		found.Incomplete = fmt.Sprintf("the chart cannot be rendered with a trace: %s", err)
		return found, warnings, nil
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if files[name] != again[name] {
			found.Incomplete = fmt.Sprintf("%s renders otherwise with a trace", path.Clean(name))
			break
		}
	}
	return found, warnings, nil
}
