// Package services completes Services as the storage of the API server does,
// before they are validated: addresses, IP families and node ports.
package services

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/generic"
	"k8s.io/apiserver/pkg/storage"
	"k8s.io/apiserver/pkg/storage/storagebackend"
	"k8s.io/apiserver/pkg/storage/storagebackend/factory"
	"k8s.io/client-go/tools/cache"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/registry/core/service/ipallocator"
	store "k8s.io/kubernetes/pkg/registry/core/service/storage"
)

// Create completes a new Service.
func Create(ctx context.Context, service *core.Service) error {
	services, err := storageFor(service)
	if err != nil {
		return err
	}
	_, err = services.BeginCreate(ctx, service, &metav1.CreateOptions{})
	return err
}

// Update completes a Service that replaces another one.
func Update(ctx context.Context, service, old *core.Service) error {
	services, err := storageFor(service, old)
	if err != nil {
		return err
	}
	_, err = services.BeginUpdate(ctx, service, old, &metav1.UpdateOptions{})
	return err
}

// storageFor returns the storage of a dual-stack cluster in which only the node
// ports of these Services are in use.
func storageFor(services ...*core.Service) (*store.REST, error) {
	addresses := map[core.IPFamily]ipallocator.Interface{core.IPv4Protocol: ipv4, core.IPv6Protocol: ipv6}
	result, _, _, err := store.NewREST(withoutStorage{}, core.IPv4Protocol, addresses, portsOf(services), nil, nil, nil)
	return result, err
}

// withoutStorage are the options of a storage that stores nothing.
type withoutStorage struct{}

func (withoutStorage) GetRESTOptions(resource schema.GroupResource, _ runtime.Object) (generic.RESTOptions, error) {
	return generic.RESTOptions{
		StorageConfig:  &storagebackend.ConfigForResource{GroupResource: resource},
		Decorator:      undecorated,
		ResourcePrefix: resource.Resource,
	}, nil
}

func undecorated(*storagebackend.ConfigForResource, string, func(runtime.Object) (string, error), func() runtime.Object,
	func() runtime.Object, storage.AttrFunc, storage.IndexerFuncs, *cache.Indexers) (storage.Interface, factory.DestroyFunc, error) {
	return nil, nil, nil
}
