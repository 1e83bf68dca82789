package services

import (
	"net"

	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/registry/core/service/ipallocator"
)

// addresses allocates any address, since the range of a cluster is unknown.
type addresses struct {
	family core.IPFamily
	// next is what a Service without an address gets.
	next net.IP
}

var (
	ipv4 = addresses{core.IPv4Protocol, net.ParseIP("10.96.0.10")}
	ipv6 = addresses{core.IPv6Protocol, net.ParseIP("fd00:10:96::a")}
)

func (all addresses) Allocate(net.IP) error         { return nil }
func (all addresses) AllocateNext() (net.IP, error) { return all.next, nil }
func (all addresses) Release(net.IP) error          { return nil }
func (all addresses) ForEach(func(net.IP))          {}
func (all addresses) CIDR() net.IPNet               { return net.IPNet{} }
func (all addresses) IPFamily() core.IPFamily       { return all.family }
func (all addresses) Has(net.IP) bool               { return false }
func (all addresses) Destroy()                      {}
func (all addresses) EnableMetrics()                {}
func (all addresses) DryRun() ipallocator.Interface { return all }
