package release

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"engine/plain"

	v1 "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

// sortManifests is SortManifests of Helm (pkg/release/v1/util/manifest_sorter.go),
// which reads the head of each document. For plain documents Helm gets the head
// only, since it reads whatever it gets.
func sortManifests(files map[string]string) ([]*v1.Hook, []releaseutil.Manifest, error) {
	short := heads{files: make(map[string]string, len(files)), whole: map[string]string{}}
	for name, content := range files {
		short.add(name, content)
	}
	hooks, manifests, err := releaseutil.SortManifests(short.files, nil, releaseutil.InstallOrder)
	for _, hook := range hooks {
		if whole, isShort := short.whole[hook.Manifest]; isShort {
			hook.Manifest = whole
		}
	}
	for at := range manifests {
		if whole, isShort := short.whole[manifests[at].Content]; isShort {
			manifests[at].Content = whole
		}
	}
	return hooks, manifests, err
}

// heads are the files that Helm gets, and the documents that their heads stand for.
type heads struct {
	files map[string]string
	whole map[string]string
}

func (h *heads) add(name, content string) {
	h.files[name] = content
	if strings.HasPrefix(path.Base(name), "_") {
		return
	}
	documents := documentsOf(content)
	texts := make([]string, len(documents))
	for at, document := range documents {
		head, isPlain := headOf(document)
		if !isPlain {
			return
		}
		texts[at] = fmt.Sprintf("# %d\n%s", len(h.whole)+at, head)
	}
	for at, document := range documents {
		h.whole[texts[at]] = document
	}
	if len(documents) > 0 {
		h.files[name] = strings.Join(texts, "\n---\n")
	}
}

// headOf is what Helm reads of a document, as JSON. It reports whether that is certain.
func headOf(text string) (string, bool) {
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	object, isPlain := plain.Read(text)
	if !isPlain {
		return "", false
	}
	head := map[string]any{}
	for _, name := range []string{"apiVersion", "kind"} {
		value, isOnly := object.Get(name)
		if _, isText := value.(string); !isText || !isOnly {
			return "", false
		}
		head[name] = value
	}
	value, isOnly := object.Get("metadata")
	metadata, isObject := value.(plain.Object)
	if !isObject || !isOnly {
		return "", false
	}
	name, isOnlyName := metadata.Get("name")
	annotations, isOnlyOne := metadata.Get("annotations")
	_, isText := name.(string)
	texts, areTexts := textsOf(annotations)
	if !isText || !areTexts || !isOnlyName || !isOnlyOne {
		return "", false
	}
	head["metadata"] = map[string]any{"name": name, "annotations": texts}
	written, err := json.Marshal(head)
	return string(written), err == nil
}

// textsOf are the members of an object that has nothing but texts, or nothing.
func textsOf(value any) (map[string]string, bool) {
	object, isObject := value.(plain.Object)
	texts := make(map[string]string, len(object))
	for _, member := range object {
		text, isText := member.Value.(string)
		if !isText {
			return nil, false
		}
		texts[member.Name] = text
	}
	return texts, isObject || value == nil
}
