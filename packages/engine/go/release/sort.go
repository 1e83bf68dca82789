package release

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"engine/plain"

	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

// sorted are the documents of a release, in the order of Helm.
type sorted struct {
	manifests, hooks []manifest
}

// manifest is a document of a template.
type manifest struct {
	// path is the one that Helm gives the template.
	path string
	text string
	// object is what the text has; nil where the text is not plain.
	object plain.Object
}

// sortManifests is SortManifests of Helm (pkg/release/v1/util/manifest_sorter.go).
// If all documents are plain, Helm gets only the hooks; of a plain document it gets
// the head, since it reads whatever it gets.
func sortManifests(files map[string]string) (sorted, error) {
	read, arePlain := readFiles(files)
	short := map[string]string{}
	whole := map[string]entry{}
	var others []entry
	for _, one := range read {
		if !one.isPlain {
			short[one.path] = files[one.path]
			continue
		}
		var heads []string
		for _, entry := range one.entries {
			if arePlain && !entry.head.isHook() {
				others = append(others, entry)
				continue
			}
			head := fmt.Sprintf("# %d\n%s", len(whole), entry.head.text())
			whole[head] = entry
			heads = append(heads, head)
		}
		short[one.path] = strings.Join(heads, "\n---\n")
	}
	hooks, manifests, err := releaseutil.SortManifests(short, nil, releaseutil.InstallOrder)
	if err != nil {
		return sorted{}, err
	}
	of := func(path, text string) manifest {
		if entry, isHead := whole[text]; isHead {
			return entry.manifest
		}
		return manifest{path: path, text: text}
	}
	var all sorted
	for _, hook := range hooks {
		all.hooks = append(all.hooks, of(hook.Path, hook.Manifest))
	}
	for _, one := range manifests {
		all.manifests = append(all.manifests, of(one.Name, one.Content))
	}
	slices.SortStableFunc(others, byKind)
	for _, entry := range others {
		all.manifests = append(all.manifests, entry.manifest)
	}
	return all, nil
}

// byKind is the order in which Helm installs kinds: those that it knows first,
// the others by their names (pkg/release/v1/util/kind_sorter.go).
func byKind(a, b entry) int {
	first, second := slices.Index(releaseutil.InstallOrder, a.head.kind), slices.Index(releaseutil.InstallOrder, b.head.kind)
	switch {
	case first < 0 && second < 0:
		return cmp.Compare(a.head.kind, b.head.kind)
	case first < 0:
		return 1
	case second < 0:
		return -1
	}
	return cmp.Compare(first, second)
}

// file is what a template was rendered to.
type file struct {
	path    string
	entries []entry
	// isPlain is whether the heads of all its documents are certain.
	isPlain bool
}

// entry is a document and its head.
type entry struct {
	manifest
	head head
}

// readFiles reads the files that Helm installs, in its order, and reports whether
// all are plain.
func readFiles(files map[string]string) (read []file, arePlain bool) {
	arePlain = true
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		texts := documentsOf(files[name])
		one := file{path: name, isPlain: true, entries: make([]entry, len(texts))}
		for at, text := range texts {
			head, object, isCertain := readHead(text)
			one.isPlain = one.isPlain && isCertain
			one.entries[at] = entry{manifest{path: name, text: text, object: object}, head}
		}
		arePlain = arePlain && one.isPlain
		read = append(read, one)
	}
	return read, arePlain
}
