package kustomization

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"engine/plain"

	"sigs.k8s.io/kustomize/kyaml/resid"
)

// plainObjects are the objects of a file that kustomize does not change. It
// reports whether there are only such objects in it.
func (l *list) plainObjects(name string) ([]object, bool) {
	schema.RLock()
	defer schema.RUnlock()
	note := ""
	if l.isNoted {
		if !plainName.MatchString(name) {
			return nil, false
		}
		note = "path: " + filepath.Clean(name) + "\n"
	}
	content, ok := l.content(name)
	if !ok {
		return nil, false
	}
	objects := []object{}
	for _, text := range documentsOf(content) {
		if isBlank(text) {
			continue
		}
		one, ok := plainObject(text, note)
		if !ok {
			return nil, false
		}
		objects = append(objects, one)
	}
	return objects, true
}

// plainName is the name of a file below the directory that needs no quotes.
var plainName = regexp.MustCompile(`^\./[A-Za-z][A-Za-z0-9._/-]*\.ya?ml$`)

// content is that of a regular file.
func (l *list) content(name string) (string, bool) {
	if filepath.IsAbs(name) || strings.Contains(name, "://") {
		return "", false
	}
	path := filepath.Join(l.directory, name)
	if text, found := l.files.replaced[path]; found {
		return string(text), true
	}
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || !l.isInside(filepath.Dir(path)) {
		return "", false
	}
	text, err := os.ReadFile(path)
	return string(text), err == nil
}

// isInside reports whether a directory is one that may be read, without symbolic links.
func (l *list) isInside(directory string) bool {
	known, isKnown := l.inside.Load(directory)
	if !isKnown {
		real, err := filepath.EvalSymlinks(directory)
		known = err == nil && real == directory && l.files.isAllowed(real)
		l.inside.Store(directory, known)
	}
	return known == true
}

// documentsOf are the documents of a stream, which end at lines with nothing
// but ---. All other separators are left in the documents, which are not plain then.
func documentsOf(stream string) []string {
	documents := strings.Split("\n"+stream, "\n---\n")
	for at := range len(documents) - 1 {
		documents[at] += "\n"
	}
	return documents
}

// isBlank reports whether a document has only comments.
func isBlank(text string) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimLeft(line, " "); line != "\n" && line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

// plainObject is an object in YAML that all libraries of kustomize read alike,
// and without anything that kustomize acts on.
func plainObject(text, note string) (object, bool) {
	read, isPlain := plain.ReadCommon(text)
	value, isSafe := safeValue(read)
	fields, isMap := value.(map[string]any)
	if !isPlain || !isSafe || !isMap {
		return object{}, false
	}
	id, ok := idOf(fields)
	if !ok {
		return object{}, false
	}
	if note != "" {
		metadata, _ := fields["metadata"].(map[string]any)
		annotations, isThere := metadata["annotations"].(map[string]any)
		if !isThere {
			annotations = map[string]any{}
			metadata["annotations"] = annotations
		}
		annotations["config.kubernetes.io/origin"] = note
	}
	written, err := marshal(fields)
	return object{id, string(written)}, err == nil
}

// safeValue is a value in the types that the YAML library writes. It reports
// whether kustomize writes the same.
func safeValue(value any) (any, bool) {
	switch value := value.(type) {
	case plain.Object:
		object := make(map[string]any, len(value))
		for _, member := range value {
			var ok bool
			if object[member.Name], ok = safeValue(member.Value); !ok || !isSafe(member.Name, 0) {
				return nil, false
			}
		}
		return object, true
	case []any:
		for at, item := range value {
			var ok bool
			if value[at], ok = safeValue(item); !ok {
				return nil, false
			}
		}
		return value, true
	case string:
		return value, isSafe(value, 0)
	case int, bool:
		return value, true
	}
	return nil, false
}

// idOf is the id of an object. It reports whether kustomize leaves the object
// as it is: it follows the references of some kinds, unpacks lists, and has
// annotations of its own.
func idOf(object map[string]any) (resid.ResId, bool) {
	apiVersion, _ := object["apiVersion"].(string)
	kind, _ := object["kind"].(string)
	metadata, _ := object["metadata"].(map[string]any)
	name, _ := metadata["name"].(string)
	namespace, hasNamespace := metadata["namespace"]
	inNamespace, _ := namespace.(string)
	group, version := resid.ParseGroupVersion(apiVersion)
	switch {
	case version == "", kind == "", name == "", hasNamespace && inNamespace == "":
	case strings.Contains(version, "/"), group == "kustomize.config.k8s.io":
	case referring[kind], kind == "Service" && group != "", strings.HasSuffix(kind, "List"):
	case !areTexts(metadata, "labels"), !areTexts(metadata, "annotations"):
	default:
		return resid.NewResIdWithNamespace(resid.NewGvk(group, version, kind), name, inNamespace), true
	}
	return resid.ResId{}, false
}

// areTexts reports whether a field of metadata is absent, or has texts only and
// none that kustomize acts on.
func areTexts(metadata map[string]any, field string) bool {
	value, isThere := metadata[field]
	texts, isMap := value.(map[string]any)
	for key, text := range texts {
		if _, isText := text.(string); !isText || strings.Contains(key, "config.kubernetes.io") || strings.Contains(key, "config.k8s.io") {
			return false
		}
	}
	return !isThere || isMap && len(texts) > 0
}

// referring are the kinds whose references kustomize follows
// (api/internal/konfig/builtinpluginconsts/namereference.go). A reference that it
// completes gets the namespace of the object that has the name.
var referring = map[string]bool{
	"ClusterRole": true, "CronJob": true, "DaemonSet": true, "Deployment": true, "HorizontalPodAutoscaler": true,
	"Ingress": true, "Job": true, "Node": true, "PersistentVolume": true, "PersistentVolumeClaim": true, "Pod": true,
	"PodTemplate": true, "ReplicaSet": true, "ReplicationController": true, "Role": true, "ServiceAccount": true,
	"StatefulSet": true, "StorageClass": true, "ValidatingAdmissionPolicyBinding": true,
	"APIService": true, "ClusterRoleBinding": true, "MutatingWebhookConfiguration": true, "RoleBinding": true,
	"ValidatingWebhookConfiguration": true,
}

// completed are those of them whose references kustomize completes.
var completed = map[string]bool{
	"APIService": true, "ClusterRoleBinding": true, "MutatingWebhookConfiguration": true, "RoleBinding": true,
	"ValidatingWebhookConfiguration": true,
}
