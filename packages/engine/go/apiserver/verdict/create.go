package verdict

import (
	"context"
	"time"

	"apiserver/custom"
	"apiserver/expressions"
	"apiserver/kinds"
	"apiserver/podsecurity"
	"apiserver/services"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	requests "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/kubernetes/pkg/apis/core"
)

// Sent is an object that someone sends to the API server.
type Sent struct {
	// Text is JSON or YAML.
	Text string `json:"text"`
	// Labels are those of the namespace of the object. Only those of the Pod
	// Security Standards matter.
	Labels map[string]string `json:"labels,omitempty"`
}

// Create says whether the API server would create the object.
func Create(object Sent, definitions custom.Definitions) Verdict {
	sent, verdict := read(object.Text, definitions)
	if verdict != nil {
		return *verdict
	}
	var warnings warnings
	ctx := contextOf(sent, "create", &warnings)
	identify(sent)
	var causes []Cause
	if service, ok := sent.Internal.(*core.Service); ok {
		if err := services.Create(ctx, service); err != nil {
			causes = causesOf(err)
		}
	}
	if err := rest.BeforeCreate(sent.Strategy, ctx, sent.Internal); err != nil {
		causes = append(causes, causesOf(err)...)
	}
	if object, ok := sent.Internal.(*unstructured.Unstructured); ok {
		for _, one := range expressions.Check(object) {
			causes = append(causes, Cause{Type: unusableExpression, Field: one.Field, Message: one.Message})
		}
	}
	if namespace, ok := sent.Versioned.(*corev1.Namespace); ok {
		for _, err := range podsecurity.ValidateLabels(namespace.Labels) {
			causes = append(causes, Cause{Type: string(err.Type), Field: err.Field, Message: err.ErrorBody()})
		}
	}
	result := decide(sent, causes, warnings)
	result.Violations = podsecurity.Evaluate(sent.Versioned, object.Labels)
	return result
}

func decide(sent request, causes []Cause, warnings warnings) Verdict {
	if message := kinds.Deprecated(sent.Versioned); message != "" {
		warnings = append([]string{message}, warnings...)
	}
	verdict := Verdict{Status: Valid, Errors: distinct(append(sent.strict, causes...)), Warnings: warnings}
	if len(verdict.Errors) > 0 {
		verdict.Status = Invalid
	}
	return verdict
}

// distinct returns each reason once: both the storage and the strategy of
// Services validate addresses.
func distinct(causes []Cause) []Cause {
	seen := map[Cause]bool{}
	var result []Cause
	for _, cause := range causes {
		if !seen[cause] {
			seen[cause] = true
			result = append(result, cause)
		}
	}
	return result
}

// contextOf returns the context of a request.
func contextOf(sent request, verb string, all *warnings) context.Context {
	plural, _ := meta.UnsafeGuessKindToResource(sent.gvk)
	info := &requests.RequestInfo{
		IsResourceRequest: true, Verb: verb, Namespace: namespaceOf(sent),
		APIGroup: sent.gvk.Group, APIVersion: sent.gvk.Version, Resource: plural.Resource,
	}
	ctx := requests.WithNamespace(context.Background(), info.Namespace)
	return warning.WithWarningRecorder(requests.WithRequestInfo(ctx, info), all)
}

// namespaceOf returns the namespace that an object is sent to: default if it
// names none.
func namespaceOf(sent request) string {
	if !sent.NamespaceScoped() {
		return metav1.NamespaceNone
	}
	if namespace := accessor(sent.Internal).GetNamespace(); namespace != "" {
		return namespace
	}
	return metav1.NamespaceDefault
}

// warnings records the warnings of a request.
type warnings []string

func (all *warnings) AddWarning(_, text string) { *all = append(*all, text) }

// uid is a name that no other object has.
const uid = "00000000-0000-4000-8000-000000000000"

// identify sets what the API server sets in each new object. It takes the same
// values each time, so a message that contains them is the same, too.
func identify(sent request) {
	of := accessor(sent.Internal)
	of.SetNamespace(namespaceOf(sent))
	of.SetUID(uid)
	of.SetCreationTimestamp(metav1.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC))
	if prefix := of.GetGenerateName(); prefix != "" && of.GetName() == "" {
		of.SetName(prefix[:min(len(prefix), longestPrefix)] + "xxxxx")
	}
}

// longestPrefix is the part of generateName that the API server uses
// (k8s.io/apiserver pkg/storage/names).
const longestPrefix = 58

// accessor returns the metadata of an object. All objects that the API server
// stores have it.
func accessor(object runtime.Object) metav1.Object {
	metadata, err := meta.Accessor(object)
	if err != nil {
		panic(err)
	}
	return metadata
}
