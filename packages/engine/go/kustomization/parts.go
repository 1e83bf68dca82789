package kustomization

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"engine/parallel"

	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/resid"
)

// partSize is how many files kustomize builds at a time. It compares each
// object with all objects before it, so its time is quadratic in the number.
const partSize = 50

// alone are the fields of a kustomization whose objects are built one by one:
// no object changes another one.
var alone = map[string]bool{"apiVersion": true, "kind": true, "metadata": true, "resources": true, "buildMetadata": true}

// runParts builds a kustomization that only lists many files, a part of them at
// a time. It returns nil if it must be built as a whole, also to say what is
// wrong with it.
func runParts(wanted Build) []*resource.Resource {
	fields, names := listed(wanted)
	if len(names) <= 2*partSize {
		return nil
	}
	parts := slices.Collect(slices.Chunk(names, partSize))
	built := make([][]*resource.Resource, len(parts))
	parallel.Each(len(parts), func(at int) { built[at] = runPart(wanted, fields, parts[at]) })
	if slices.ContainsFunc(built, func(part []*resource.Resource) bool { return part == nil }) {
		return nil
	}
	return ordered(slices.Concat(built...))
}

// listed has the fields of a kustomization, and the files that it lists; no
// files if it does more than that.
func listed(wanted Build) (map[string]any, []string) {
	var fields map[string]any
	var lists struct{ Resources []string }
	if json.Unmarshal([]byte(wanted.Text), &fields) != nil || json.Unmarshal([]byte(wanted.Text), &lists) != nil {
		return nil, nil
	}
	for name := range fields {
		if !alone[name] {
			return nil, nil
		}
	}
	files, err := filesOf(wanted)
	if err != nil {
		return nil, nil
	}
	for _, name := range lists.Resources {
		path := filepath.Join(wanted.Directory, name)
		// The names in a directory with a kustomization may change, and with them references.
		if filepath.IsAbs(name) || !files.Exists(path) || files.IsDir(path) {
			return nil, nil
		}
	}
	return fields, lists.Resources
}

func runPart(wanted Build, fields map[string]any, names []string) []*resource.Resource {
	fields = maps.Clone(fields)
	fields["resources"] = names
	text, err := json.Marshal(fields)
	if err != nil {
		return nil
	}
	wanted.Text = string(text)
	files, err := filesOf(wanted)
	if err != nil {
		return nil
	}
	built, err := run(files, wanted.Directory)
	if err != nil {
		return nil
	}
	return built
}

// ordered sorts objects as kustomize does (api/internal/builtins,
// SortOrderTransformer.go): by their kinds, and then by namespace and name. It
// returns nil if two have the same id, or if kustomize has changed a name, which
// others may refer to.
func ordered(all []*resource.Resource) []*resource.Resource {
	byKind := map[resid.Gvk][]*resource.Resource{}
	seen := make(map[resid.ResId]bool, len(all))
	for _, object := range all {
		id := object.CurId()
		same := resid.ResId{Gvk: id.Gvk, Name: id.Name, Namespace: id.EffectiveNamespace()}
		if seen[same] || object.OrgId().Name != id.Name {
			return nil
		}
		seen[same] = true
		byKind[id.Gvk] = append(byKind[id.Gvk], object)
	}
	result := all[:0]
	for _, kind := range orderedKinds(slices.Collect(maps.Keys(byKind))) {
		objects := byKind[kind]
		slices.SortFunc(objects, func(a, b *resource.Resource) int { return cmp.Compare(place(a), place(b)) })
		result = append(result, objects...)
	}
	if len(result) != len(all) {
		return nil
	}
	return result
}

// orderedKinds lets kustomize sort an object of each kind.
func orderedKinds(kinds []resid.Gvk) []resid.Gvk {
	var objects strings.Builder
	for _, kind := range kinds {
		fmt.Fprintf(&objects, "---\n{apiVersion: %q, kind: %q, metadata: {name: one}}\n", kind.ApiVersion(), kind.Kind)
	}
	files := filesys.MakeFsInMemory()
	for name, text := range map[string]string{"kustomization.yaml": "resources: [objects.yaml]\n", "objects.yaml": objects.String()} {
		if files.WriteFile("/"+name, []byte(text)) != nil {
			return nil
		}
	}
	built, err := run(files, "/")
	if err != nil {
		return nil
	}
	sorted := make([]resid.Gvk, len(built))
	for at, object := range built {
		sorted[at] = object.CurId().Gvk
	}
	return sorted
}

// place is the part of an id that kustomize compares between objects of a kind.
func place(object *resource.Resource) string {
	id := object.CurId()
	return cmp.Or(id.Namespace, "~X") + "|" + cmp.Or(id.Name, "~N")
}
