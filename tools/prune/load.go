package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// listed is a package in the words of go list.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	SFiles     []string
	HFiles     []string
	EmbedFiles []string
	ImportMap  map[string]string
	Standard   bool
	Module     *module
}

// module is a Go module in the words of go list.
type module struct {
	Path      string
	Version   string
	GoVersion string
	Main      bool
	Replace   *module
}

// pack is a package with its syntax and types.
type pack struct {
	listed
	files []*ast.File
	types *types.Package
	info  *types.Info
}

// program has all packages of a program, each after those that it imports.
type program struct {
	positions *token.FileSet
	packages  []*pack
}

// load reads the packages that make up a program. Those of the standard library
// have no bodies of functions in their types.
func load(command, directory string, patterns []string) (program, error) {
	all, err := list(command, directory, patterns)
	if err != nil {
		return program{}, err
	}
	result := program{positions: token.NewFileSet()}
	known := map[string]*types.Package{"unsafe": types.Unsafe}
	for _, one := range all {
		if one.ImportPath == "unsafe" {
			continue
		}
		loaded, err := result.check(one, known)
		if err != nil {
			return program{}, err
		}
		known[one.ImportPath] = loaded.types
		result.packages = append(result.packages, loaded)
	}
	return result, nil
}

func list(goCommand, directory string, patterns []string) ([]listed, error) {
	fields := "-json=ImportPath,Dir,GoFiles,SFiles,HFiles,EmbedFiles,ImportMap,Standard,Module"
	command := exec.Command(goCommand, append([]string{"list", "-deps", fields}, patterns...)...)
	command.Dir = directory
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var all []listed
	decoder := json.NewDecoder(strings.NewReader(string(output)))
	for {
		var one listed
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
}

func (all *program) check(one listed, known map[string]*types.Package) (*pack, error) {
	result := &pack{listed: one, info: &types.Info{
		Uses: map[*ast.Ident]types.Object{},
		Defs: map[*ast.Ident]types.Object{},
		// The names of imports that have none in the file.
		Implicits: map[ast.Node]types.Object{},
	}}
	for _, name := range one.GoFiles {
		file, err := parser.ParseFile(all.positions, filepath.Join(one.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		result.files = append(result.files, file)
	}
	config := types.Config{
		Importer:         importerOf(one, known),
		IgnoreFuncBodies: one.Standard,
		Sizes:            types.SizesFor("gc", architecture()),
		FakeImportC:      true,
		// Some packages that are not reached do not compile for every platform;
		// the compiler finds the errors of the others.
		Error: func(error) {},
	}
	if one.Module != nil && one.Module.GoVersion != "" {
		config.GoVersion = "go" + one.Module.GoVersion
	}
	if one.Standard {
		// Nothing of it is removed.
		result.info = nil
	}
	result.types, _ = config.Check(one.ImportPath, all.positions, result.files, result.info)
	return result, nil
}

func importerOf(one listed, known map[string]*types.Package) types.Importer {
	return importerFunc(func(path string) (*types.Package, error) {
		if actual, ok := one.ImportMap[path]; ok {
			path = actual
		}
		if found, ok := known[path]; ok {
			return found, nil
		}
		return nil, fmt.Errorf("go list did not name %s", path)
	})
}

type importerFunc func(path string) (*types.Package, error)

func (find importerFunc) Import(path string) (*types.Package, error) { return find(path) }

// architecture is that which the go command builds for.
func architecture() string {
	if name := os.Getenv("GOARCH"); name != "" {
		return name
	}
	return runtime.GOARCH
}
