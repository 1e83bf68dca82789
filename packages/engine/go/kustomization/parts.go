package kustomization

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"engine/parallel"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/resid"
)

// partSize is how many files kustomize builds at a time. It compares each
// object with all objects before it, so its time is quadratic in the number.
const partSize = 50

// object is what a build makes of an object.
type object struct {
	id   resid.ResId
	text string
}

// runParts builds a kustomization that only lists files: plain objects are taken
// as they are, and kustomize builds the others, a part of many files at a time.
// It reports whether that is possible. Otherwise kustomize builds everything at
// once, also to say what is wrong.
func runParts(wanted Build) (string, bool) {
	list := listOf(wanted)
	if list == nil {
		return "", false
	}
	built := make([][]object, len(list.names))
	parallel.Each(len(built), func(at int) { built[at], _ = list.plainObjects(list.names[at]) })
	var others []string
	for at, name := range list.names {
		if built[at] == nil {
			others = append(others, name)
		}
	}
	if len(others) > 0 && len(list.names) <= 2*partSize {
		return "", false
	}
	parts := slices.Collect(slices.Chunk(others, partSize))
	further := make([][]object, len(parts))
	parallel.Each(len(parts), func(at int) { further[at] = list.part(wanted, parts[at]) })
	if slices.ContainsFunc(further, func(part []object) bool { return part == nil }) {
		return "", false
	}
	objects, ok := ordered(slices.Concat(append(built, further...)...))
	texts := make([]string, len(objects))
	for at, object := range objects {
		texts[at] = object.text
	}
	return strings.Join(texts, "---\n"), ok
}

// list is a kustomization that only lists files.
type list struct {
	files *files
	// directory is that of the kustomization, without symbolic links.
	directory string
	fields    map[string]json.RawMessage
	names     []string
	// isNoted is whether each object gets an annotation with its file.
	isNoted bool
	// inside has directories, and whether they may be read.
	inside sync.Map
}

// listOf is nil for a kustomization that does more than to list files.
func listOf(wanted Build) *list {
	var fields map[string]json.RawMessage
	files, problem := filesOf(wanted)
	if json.Unmarshal([]byte(wanted.Text), &fields) != nil || problem != nil {
		return nil
	}
	var known struct {
		APIVersion, Kind         string
		Resources, BuildMetadata []string
	}
	for name, value := range fields {
		var to any
		switch name {
		case "apiVersion":
			to = &known.APIVersion
		case "kind":
			to = &known.Kind
		case "resources":
			to = &known.Resources
		case "buildMetadata":
			to = &known.BuildMetadata
		default:
			return nil
		}
		if json.Unmarshal(value, to) != nil {
			return nil
		}
	}
	directory, err := filepath.EvalSymlinks(wanted.Directory)
	isNoted := slices.Equal(known.BuildMetadata, []string{"originAnnotations"})
	isUsual := (known.APIVersion == "" || known.APIVersion == usualVersion) && (known.Kind == "" || known.Kind == usualKind)
	if err != nil || !isUsual || !isNoted && len(known.BuildMetadata) > 0 || len(known.Resources) == 0 {
		return nil
	}
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		// kustomize refuses a directory with several.
		if name != wanted.File && files.Exists(filepath.Join(directory, name)) {
			return nil
		}
	}
	return &list{files: files, directory: directory, fields: fields, names: known.Resources, isNoted: isNoted}
}

// The type of a kustomization (api/types/kustomization.go of kustomize).
const (
	usualVersion = "kustomize.config.k8s.io/v1beta1"
	usualKind    = "Kustomization"
)

// part lets kustomize build some of the files. It is nil if kustomize refuses
// them, or would make something else of them with the other files.
func (l *list) part(wanted Build, names []string) []object {
	fields := maps.Clone(l.fields)
	resources, problem := json.Marshal(names)
	fields["resources"] = resources
	text, err := json.Marshal(fields)
	if errors.Join(problem, err) != nil {
		return nil
	}
	wanted.Text = string(text)
	files, err := filesOf(wanted)
	if err != nil {
		return nil
	}
	for _, name := range names {
		// The names in a directory with a kustomization may change, and with them references.
		if path := filepath.Join(l.directory, name); filepath.IsAbs(name) || !files.Exists(path) || files.IsDir(path) {
			return nil
		}
	}
	built, err := run(files, wanted.Directory)
	if err != nil {
		return nil
	}
	texts, err := textsOf(built)
	if err != nil {
		return nil
	}
	objects := make([]object, len(built))
	for at, one := range built {
		id := one.CurId()
		if one.OrgId().Name != id.Name || completed[id.Kind] {
			return nil
		}
		objects[at] = object{id, texts[at]}
	}
	return objects
}

// ordered sorts objects as kustomize does (api/internal/builtins,
// SortOrderTransformer.go): by their kinds, and then by namespace and name. It
// reports whether that is possible: no two have the same id.
func ordered(all []object) ([]object, bool) {
	seen := make(map[resid.ResId]bool, len(all))
	for _, object := range all {
		id := object.id
		same := resid.ResId{Gvk: id.Gvk, Name: id.Name, Namespace: id.EffectiveNamespace()}
		// kustomize has an order of its own for a kind Namespace of another group.
		if seen[same] || id.Kind == "Namespace" && id.Group != "" {
			return nil, false
		}
		seen[same] = true
	}
	slices.SortFunc(all, func(a, b object) int {
		switch {
		case a.id.Gvk == b.id.Gvk:
			return cmp.Compare(place(a.id), place(b.id))
		case a.id.Gvk.IsLessThan(b.id.Gvk):
			return -1
		}
		return 1
	})
	return all, true
}

// place is the part of an id that kustomize compares between objects of a kind.
func place(id resid.ResId) string {
	return cmp.Or(id.Namespace, "~X") + "|" + cmp.Or(id.Name, "~N")
}

// textsOf writes objects as kustomize does (api/resmap/reswrangler.go, AsYaml),
// on all cores, and while the next build runs.
func textsOf(all []*resource.Resource) ([]string, error) {
	texts := make([]string, len(all))
	problems := make([]error, len(all))
	parallel.Each(len(all), func(at int) {
		text, err := textOfObject(all[at])
		texts[at], problems[at] = string(text), err
	})
	return texts, errors.Join(problems...)
}
