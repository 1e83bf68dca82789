package custom

import (
	"errors"

	"apiserver/kinds"

	"k8s.io/apiextensions-apiserver/pkg/apihelpers"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/unstructuredscheme"
	kubeschema "k8s.io/apimachinery/pkg/runtime/schema"
)

// compile makes a custom kind as the API server does
// (k8s.io/apiextensions-apiserver pkg/apiserver/customresource_handler.go,
// getOrCreateServingInfoFor).
func compile(crd *v1.CustomResourceDefinition, version string) (kinds.Kind, error) {
	described, err := apihelpers.GetSchemaForVersion(crd, version)
	if err != nil {
		return kinds.Kind{}, err
	}
	if described == nil || described.OpenAPIV3Schema == nil {
		return kinds.Kind{}, errors.New("it has no schema")
	}
	var whole apiextensions.CustomResourceValidation
	if err := v1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(described, &whole, nil); err != nil {
		return kinds.Kind{}, err
	}
	structural, err := schema.NewStructural(whole.OpenAPIV3Schema)
	if err != nil {
		return kinds.Kind{}, err
	}
	structural = structural.DeepCopy()
	if err := defaulting.PruneDefaults(structural); err != nil {
		return kinds.Kind{}, err
	}
	validator, _, err := validation.NewSchemaValidator(whole.OpenAPIV3Schema)
	if err != nil {
		return kinds.Kind{}, err
	}
	subresources, err := subresourcesOf(crd, version)
	if err != nil {
		return kinds.Kind{}, err
	}
	gvk := kubeschema.GroupVersionKind{Group: crd.Spec.Group, Version: version, Kind: crd.Spec.Names.Kind}
	strategy := customresource.NewStrategy(unstructuredscheme.NewUnstructuredObjectTyper(), crd.Spec.Scope == v1.NamespaceScoped,
		gvk, validator, nil, structural, subresources.Status, subresources.Scale, nil)
	decode := func(json []byte) (kinds.Object, error) { return decodeWith(structural, json) }
	return kinds.Kind{Strategy: strategy, Decode: decode}, nil
}

func subresourcesOf(crd *v1.CustomResourceDefinition, version string) (apiextensions.CustomResourceSubresources, error) {
	var result apiextensions.CustomResourceSubresources
	described, err := apihelpers.GetSubresourcesForVersion(crd, version)
	if err != nil || described == nil {
		return result, err
	}
	return result, v1.Convert_v1_CustomResourceSubresources_To_apiextensions_CustomResourceSubresources(described, &result, nil)
}
