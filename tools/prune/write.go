package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// span is a part of a file to leave out.
type span struct{ from, to int }

// write writes the kept packages as a Go module with a folder vendor.
func (r *reach) write(all program, output string) error {
	for _, one := range all.packages {
		if one.Standard || !r.kept[one] {
			continue
		}
		folder := filepath.Join(output, "vendor", one.ImportPath)
		if one.Module.Main {
			folder = filepath.Join(output, strings.TrimPrefix(one.ImportPath, one.Module.Path))
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		for _, file := range one.files {
			if err := r.writeFile(all.positions, one, file, folder); err != nil {
				return err
			}
		}
		if !r.started[one] {
			continue
		}
		for _, name := range slices.Concat(one.SFiles, one.HFiles, one.EmbedFiles) {
			if err := copyFile(filepath.Join(one.Dir, name), filepath.Join(folder, name)); err != nil {
				return err
			}
		}
	}
	return r.writeModules(all, output)
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}

// writeFile writes a file without the units that are not kept.
func (r *reach) writeFile(positions *token.FileSet, one *pack, file *ast.File, folder string) error {
	path := positions.Position(file.Package).Filename
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	of := positions.File(file.Package)
	var out []span
	drop := func(from, to token.Pos) { out = append(out, span{of.Offset(from), of.Offset(to)}) }
	for _, declaration := range file.Decls {
		r.dropFrom(one, file, declaration, drop)
	}
	slices.SortFunc(out, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var result strings.Builder
	at := 0
	for _, part := range out {
		result.Write(text[at:part.from])
		at = part.to
	}
	result.Write(text[at:])
	return os.WriteFile(filepath.Join(folder, filepath.Base(path)), []byte(result.String()), 0o644)
}

// dropFrom names the parts of a declaration to leave out.
func (r *reach) dropFrom(one *pack, file *ast.File, declaration ast.Decl, drop func(from, to token.Pos)) {
	switch declared := declaration.(type) {
	case *ast.FuncDecl:
		if !r.isKept(one, file, declared) {
			drop(start(declared.Doc, declared), declared.End())
		}
	case *ast.GenDecl:
		isOut := func(spec ast.Spec) bool { return !r.isKept(one, file, spec) }
		switch {
		case declared.Tok == token.CONST:
			if !r.isKept(one, file, declared) {
				drop(start(declared.Doc, declared), declared.End())
			}
		case !slices.ContainsFunc(declared.Specs, func(spec ast.Spec) bool { return !isOut(spec) }):
			drop(start(declared.Doc, declared), declared.End())
		default:
			for _, spec := range declared.Specs {
				if isOut(spec) {
					drop(start(docOf(spec), spec), spec.End())
				}
			}
		}
	}
}

func start(doc *ast.CommentGroup, node ast.Node) token.Pos {
	if doc != nil {
		return doc.Pos()
	}
	return node.Pos()
}

func docOf(spec ast.Spec) *ast.CommentGroup {
	switch one := spec.(type) {
	case *ast.ValueSpec:
		return one.Doc
	case *ast.TypeSpec:
		return one.Doc
	case *ast.ImportSpec:
		return one.Doc
	}
	return nil
}

// isKept says whether a declaration, or a part of one, is kept.
func (r *reach) isKept(one *pack, file *ast.File, node ast.Node) bool {
	switch declared := node.(type) {
	case *ast.ImportSpec:
		return r.isNamed(one, file, declared)
	default:
		return r.nodes[node]
	}
}

// isNamed says whether a kept declaration of a file names an imported package.
func (r *reach) isNamed(one *pack, file *ast.File, spec *ast.ImportSpec) bool {
	if spec.Name != nil && (spec.Name.Name == "_" || spec.Name.Name == ".") {
		return true
	}
	object := one.info.Implicits[spec]
	if spec.Name != nil {
		object = one.info.Defs[spec.Name]
	}
	name, ok := object.(*types.PkgName)
	return ok && r.named[file][name]
}

// writeModules writes go.mod and vendor/modules.txt, which the go command compares.
func (r *reach) writeModules(all program, output string) error {
	var own string
	packages := map[string][]string{}
	var modules []*module
	for _, one := range all.packages {
		if one.Standard || !r.kept[one] {
			continue
		}
		if one.Module.Main {
			own = fmt.Sprintf("module %s\n\ngo %s\n", one.Module.Path, one.Module.GoVersion)
			continue
		}
		if packages[one.Module.Path] == nil {
			modules = append(modules, one.Module)
		}
		packages[one.Module.Path] = append(packages[one.Module.Path], one.ImportPath)
	}
	var required, listed strings.Builder
	for _, one := range modules {
		version := one.Version
		if one.Replace != nil && one.Replace.Version != "" {
			version = one.Replace.Version
		}
		fmt.Fprintf(&required, "require %s %s\n", one.Path, version)
		fmt.Fprintf(&listed, "# %s %s\n## explicit; go %s\n%s\n", one.Path, version,
			cmp.Or(one.GoVersion, "1.16"), strings.Join(packages[one.Path], "\n"))
	}
	if err := os.WriteFile(filepath.Join(output, "go.mod"), []byte(own+"\n"+required.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(output, "vendor", "modules.txt"), []byte(listed.String()), 0o644)
}
