package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// reach finds what a program can reach. It goes from declaration to declaration,
// and keeps a method if a kept declaration names it, or if its type and an
// interface with such a method are kept.
type reach struct {
	positions *token.FileSet
	units     map[types.Object]*unit
	methods   map[types.Object][]method
	packages  map[string]*pack
	// always are the units that a package has for its side effects.
	always  map[*pack][]*unit
	kept    map[*pack]bool
	started map[*pack]bool
	// demanded are the methods of all kept interfaces.
	demanded map[call]bool
	// waiting are methods of kept types that no interface demands yet.
	waiting map[call][]*unit
	queue   []*unit
	// named are the packages that the kept declarations of a file name.
	named map[*ast.File]map[*types.PkgName]bool
	// nodes are the declarations of the kept units.
	nodes map[ast.Node]bool
}

// reachFrom finds what the root packages reach.
func reachFrom(all program, isRoot func(*pack) bool) *reach {
	r := &reach{
		positions: all.positions,
		units:     map[types.Object]*unit{}, methods: map[types.Object][]method{}, packages: map[string]*pack{},
		always: map[*pack][]*unit{}, kept: map[*pack]bool{}, started: map[*pack]bool{}, demanded: map[call]bool{errorCall: true}, waiting: map[call][]*unit{},
		named: map[*ast.File]map[*types.PkgName]bool{}, nodes: map[ast.Node]bool{},
	}
	for _, one := range all.packages {
		r.packages[one.ImportPath] = one
		for _, file := range one.files {
			if one.Standard {
				r.demandAll(file)
			} else {
				r.declare(one, file)
			}
		}
	}
	for _, one := range all.packages {
		if !one.Standard && isRoot(one) {
			r.start(one)
			r.keepAll(one)
		}
	}
	for len(r.queue) > 0 {
		next := r.queue[len(r.queue)-1]
		r.queue = r.queue[:len(r.queue)-1]
		r.follow(next)
	}
	return r
}

// keep keeps a unit, and its package.
func (r *reach) keep(one *unit) {
	if one == nil || one.kept {
		return
	}
	one.kept = true
	r.nodes[one.node] = true
	r.queue = append(r.queue, one)
	r.kept[one.in] = true
	if _, isType := one.node.(*ast.TypeSpec); !isType {
		r.start(one.in)
	}
}

// start keeps what a package does when the program starts. What only has kept
// types needs no start.
func (r *reach) start(one *pack) {
	if one == nil || one.Standard || r.started[one] {
		return
	}
	r.kept[one] = true
	r.started[one] = true
	for _, effect := range r.always[one] {
		r.keep(effect)
	}
	for _, file := range one.files {
		for _, spec := range file.Imports {
			if spec.Name != nil && (spec.Name.Name == "_" || spec.Name.Name == ".") {
				r.start(r.packages[one.importOf(spec)])
			}
		}
		if linksNames(file) {
			r.keepFile(one, file)
		}
	}
	if len(one.SFiles) > 0 {
		// Assembly may name anything.
		r.keepAll(one)
	}
}

// importOf returns the path of the package that a file imports.
func (one *pack) importOf(spec *ast.ImportSpec) string {
	path := strings.Trim(spec.Path.Value, `"`)
	if actual, ok := one.ImportMap[path]; ok {
		return actual
	}
	return path
}

func (r *reach) keepAll(one *pack) {
	for _, file := range one.files {
		r.keepFile(one, file)
	}
}

func (r *reach) keepFile(one *pack, file *ast.File) {
	for _, unit := range r.units {
		if unit.in == one && unit.file == file {
			r.keep(unit)
		}
	}
}

// linksNames says whether a file gives a function another name, by which others may call it.
func linksNames(file *ast.File) bool {
	return slices.ContainsFunc(file.Comments, func(group *ast.CommentGroup) bool {
		return slices.ContainsFunc(group.List, func(comment *ast.Comment) bool {
			return strings.HasPrefix(comment.Text, "//go:linkname ")
		})
	})
}

// follow keeps what a kept unit names.
func (r *reach) follow(from *unit) {
	ast.Inspect(from.node, func(node ast.Node) bool {
		switch found := node.(type) {
		case *ast.InterfaceType:
			r.demand(found)
		case *ast.Ident:
			r.use(from, from.in.info.Uses[found])
			if defined, ok := from.in.info.Defs[found].(*types.TypeName); ok {
				r.keepMethods(defined)
			}
		}
		return true
	})
}

// use keeps what a name stands for.
func (r *reach) use(from *unit, object types.Object) {
	switch used := object.(type) {
	case nil:
		return
	case *types.PkgName:
		if r.named[from.file] == nil {
			r.named[from.file] = map[*types.PkgName]bool{}
		}
		r.named[from.file][used] = true
	case *types.Func:
		r.keep(r.units[used.Origin()])
	case *types.Var:
		r.keep(r.units[used.Origin()])
	default:
		r.keep(r.units[used])
	}
}

// keepMethods keeps the methods of a kept type that an interface demands.
func (r *reach) keepMethods(of *types.TypeName) {
	for _, method := range r.methods[of] {
		if method.isWire {
			continue
		}
		if r.demanded[method.call] {
			r.keep(method.unit)
		} else {
			r.waiting[method.call] = append(r.waiting[method.call], method.unit)
		}
	}
}

// demandAll notes the interfaces of a file that is kept whole.
func (r *reach) demandAll(file *ast.File) {
	ast.Inspect(file, func(node ast.Node) bool {
		if found, ok := node.(*ast.InterfaceType); ok {
			r.demand(found)
		}
		return true
	})
}

// demand keeps the methods that an interface may call.
func (r *reach) demand(found *ast.InterfaceType) {
	for _, field := range found.Methods.List {
		of, ok := field.Type.(*ast.FuncType)
		if !ok {
			continue
		}
		for _, name := range field.Names {
			one := callOf(name.Name, of)
			if r.demanded[one] {
				continue
			}
			r.demanded[one] = true
			for _, method := range r.waiting[one] {
				r.keep(method)
			}
			delete(r.waiting, one)
		}
	}
}
