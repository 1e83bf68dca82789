package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
)

// unit is what is kept or removed as a whole: a function, a method, a type, a
// variable, or a group of constants, since those may count.
type unit struct {
	in   *pack
	file *ast.File
	node ast.Node
	kept bool
}

// call identifies methods that an interface may have: their name, and the
// numbers of parameters and results.
type call struct {
	name            string
	params, results int
}

// errorCall is the method of error, which no file declares.
var errorCall = call{name: "Error", results: 1}

// method is a method of a named type.
type method struct {
	*unit
	call call
	// isWire says that it encodes or decodes protocol buffers.
	isWire bool
}

// declare makes the units of a file.
func (r *reach) declare(one *pack, file *ast.File) {
	for _, declaration := range file.Decls {
		switch declared := declaration.(type) {
		case *ast.FuncDecl:
			r.declareFunction(one, file, declared)
		case *ast.GenDecl:
			switch declared.Tok {
			case token.CONST:
				group := &unit{in: one, file: file, node: declared}
				for _, spec := range declared.Specs {
					r.name(one, group, spec.(*ast.ValueSpec).Names)
				}
			case token.VAR:
				for _, spec := range declared.Specs {
					r.declareVariable(one, file, spec.(*ast.ValueSpec))
				}
			case token.TYPE:
				for _, spec := range declared.Specs {
					r.name(one, &unit{in: one, file: file, node: spec}, []*ast.Ident{spec.(*ast.TypeSpec).Name})
				}
			}
		}
	}
}

func (r *reach) name(one *pack, named *unit, names []*ast.Ident) {
	for _, name := range names {
		if object := one.info.Defs[name]; object != nil {
			r.units[object] = named
		}
	}
}

// declareVariable makes the unit of variables. A variable without a name that is
// no assertion of a type is there for what its value does.
func (r *reach) declareVariable(one *pack, file *ast.File, spec *ast.ValueSpec) {
	variable := &unit{in: one, file: file, node: spec}
	r.name(one, variable, spec.Names)
	isBlank := !slices.ContainsFunc(spec.Names, func(name *ast.Ident) bool { return name.Name != "_" })
	if isBlank && spec.Type == nil && !isAssertion(one, spec) {
		r.always[one] = append(r.always[one], variable)
	}
}

// isAssertion says whether a variable only converts its value to a type.
func isAssertion(one *pack, spec *ast.ValueSpec) bool {
	return !slices.ContainsFunc(spec.Values, func(value ast.Expr) bool {
		conversion, ok := value.(*ast.CallExpr)
		return !ok || !isType(one, conversion.Fun)
	})
}

func isType(one *pack, called ast.Expr) bool {
	switch of := called.(type) {
	case *ast.ParenExpr:
		return isType(one, of.X)
	case *ast.StarExpr:
		return isType(one, of.X)
	case *ast.SelectorExpr:
		return isType(one, of.Sel)
	case *ast.Ident:
		_, ok := one.info.Uses[of].(*types.TypeName)
		return ok
	}
	return false
}

func (r *reach) declareFunction(one *pack, file *ast.File, declared *ast.FuncDecl) {
	function := &unit{in: one, file: file, node: declared}
	if declared.Recv == nil {
		if declared.Name.Name == "init" {
			r.always[one] = append(r.always[one], function)
		}
		r.name(one, function, []*ast.Ident{declared.Name})
		return
	}
	object, ok := one.info.Defs[declared.Name].(*types.Func)
	if !ok {
		return
	}
	r.units[object] = function
	of := namedOf(object.Signature().Recv().Type())
	if of == nil {
		return
	}
	r.methods[of] = append(r.methods[of], method{function, callOf(declared.Name.Name, declared.Type), r.isWire(one, file, declared.Name.Name)})
}

// namedOf returns the name of the type of a receiver.
func namedOf(receiver types.Type) types.Object {
	if pointer, ok := receiver.(*types.Pointer); ok {
		receiver = pointer.Elem()
	}
	if named, ok := types.Unalias(receiver).(*types.Named); ok {
		return named.Origin().Obj()
	}
	return nil
}

func callOf(name string, of *ast.FuncType) call {
	return call{name, of.Params.NumFields(), of.Results.NumFields()}
}

// wire are the methods that protoc-gen-gogo makes.
var wire = []string{"Marshal", "MarshalTo", "MarshalToSizedBuffer", "Size", "Unmarshal", "ProtoMessage", "Descriptor"}

// isWire says whether a method of an API type of Kubernetes is for protocol buffers.
func (r *reach) isWire(one *pack, file *ast.File, name string) bool {
	path := r.positions.Position(file.Package).Filename
	return strings.HasPrefix(one.ImportPath, "k8s.io/") && filepath.Base(path) == "generated.pb.go" && slices.Contains(wire, name)
}
