package release

import (
	"maps"
	"path"
	"slices"
	"strings"

	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"sigs.k8s.io/yaml"
)

// Skipped is an object with a hook that Helm does not know. Helm installs it neither as a hook nor with the
// release, and only logs that (pkg/release/v1/util/manifest_sorter.go).
type Skipped struct {
	// Template is the path that Helm gives the template.
	Template   string `json:"template"`
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	// Hooks is the annotation helm.sh/hook.
	Hooks string `json:"hooks"`
}

const hookAnnotation = "helm.sh/hook"

// skippedIn finds what Helm leaves out of the files of a release, in the order of the files.
func skippedIn(files map[string]string) []Skipped {
	var skipped []Skipped
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if isPartial := strings.HasPrefix(path.Base(name), "_"); isPartial || !strings.Contains(files[name], hookAnnotation) {
			continue
		}
		for _, document := range documentsOf(files[name]) {
			var head releaseutil.SimpleHead
			if !strings.Contains(document, hookAnnotation) || yaml.Unmarshal([]byte(document), &head) != nil {
				continue
			}
			if head.Metadata == nil || head.Kind == "" {
				continue
			}
			hooks, isHook := head.Metadata.Annotations[hookAnnotation]
			if isHook && isSkipped(name, document) {
				skipped = append(skipped, Skipped{name, head.Version, head.Kind, head.Metadata.Name, hooks})
			}
		}
	}
	return skipped
}

// isSkipped asks Helm, which has the list of the hooks.
func isSkipped(name, document string) bool {
	all, err := sortManifests(map[string]string{name: document})
	return err == nil && len(all.hooks) == 0 && len(all.manifests) == 0
}
