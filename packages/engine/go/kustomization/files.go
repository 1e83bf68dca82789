package kustomization

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// files are those below the roots of a build, some of them with another content.
// What leads out of the roots, also through symbolic links, is not read, as in
// Flux (fluxcd/pkg, kustomize/filesys/fs_secure.go), and nothing is written.
type files struct {
	filesys.FileSystem
	root string
	also []string
	// replaced is the content of the files that have another one, by their paths.
	replaced map[string][]byte
	// refused is why something was not read, the first time.
	refused error
}

func filesOf(wanted Build) (*files, error) {
	root, err := filepath.EvalSymlinks(wanted.Root)
	if err != nil {
		return nil, err
	}
	also := make([]string, 0, len(wanted.Also))
	for _, one := range wanted.Also {
		real, err := filepath.EvalSymlinks(one)
		if err != nil {
			return nil, err
		}
		also = append(also, real)
	}
	replaced := map[string][]byte{}
	for _, one := range append(wanted.More, Replaced{filepath.Join(wanted.Directory, wanted.File), wanted.Text}) {
		directory, err := filepath.EvalSymlinks(filepath.Dir(one.Path))
		if err != nil {
			return nil, err
		}
		replaced[filepath.Join(directory, filepath.Base(one.Path))] = []byte(one.Text)
	}
	return &files{FileSystem: filesys.MakeFsOnDisk(), root: root, also: also, replaced: replaced}, nil
}

// OutsideError is a file that a build does not read.
type OutsideError struct {
	// Path is the file, Target where it leads, Root what it must be below.
	Path, Target, Root string
}

func (outside OutsideError) Error() string {
	return fmt.Sprintf("%s is not read: it leads to %s, which is outside of %s", outside.Path, outside.Target, outside.Root)
}

// check refuses a path that leads out of the root. A path that does not exist
// is for the operation itself to refuse.
func (f *files) check(path string) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		target = filepath.Clean(path)
	}
	if f.isAllowed(target) {
		return nil
	}
	return f.refuse(OutsideError{Path: path, Target: target, Root: f.root})
}

// isAllowed reports whether a path without symbolic links is below one of the roots.
func (f *files) isAllowed(path string) bool {
	return isBelow(path, f.root) || slices.ContainsFunc(f.also, func(root string) bool { return isBelow(path, root) })
}

func isBelow(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+string(filepath.Separator))
}

func (f *files) refuse(err error) error {
	if f.refused == nil {
		f.refused = err
	}
	return err
}

func (f *files) isReplaced(path string) bool {
	_, found := f.replaced[filepath.Clean(path)]
	return found
}

func (f *files) ReadFile(path string) ([]byte, error) {
	if text, found := f.replaced[filepath.Clean(path)]; found {
		return text, nil
	}
	if err := f.check(path); err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil && info.Mode()&(fs.ModeNamedPipe|fs.ModeSocket|fs.ModeDevice) != 0 {
		return nil, f.refuse(fmt.Errorf("%s is not read: it is no regular file", path))
	}
	return f.FileSystem.ReadFile(path)
}

func (f *files) Exists(path string) bool {
	return f.isReplaced(path) || f.check(path) == nil && f.FileSystem.Exists(path)
}

func (f *files) IsDir(path string) bool {
	return f.check(path) == nil && f.FileSystem.IsDir(path)
}

func (f *files) CleanedAbs(path string) (filesys.ConfirmedDir, string, error) {
	if err := f.check(path); err != nil {
		return "", "", err
	}
	return f.FileSystem.CleanedAbs(path)
}

func (f *files) ReadDir(path string) ([]string, error) {
	if err := f.check(path); err != nil {
		return nil, err
	}
	return f.FileSystem.ReadDir(path)
}

func (f *files) Glob(pattern string) ([]string, error) {
	found, err := f.FileSystem.Glob(pattern)
	var inside []string
	for _, path := range found {
		if f.check(path) == nil {
			inside = append(inside, path)
		}
	}
	return inside, err
}

// errReadOnly is for the operations that kustomize has for its other commands.
var errReadOnly = errors.New("a build only reads whole files")

func (*files) Create(string) (filesys.File, error)  { return nil, errReadOnly }
func (*files) Mkdir(string) error                   { return errReadOnly }
func (*files) MkdirAll(string) error                { return errReadOnly }
func (*files) RemoveAll(string) error               { return errReadOnly }
func (*files) Open(string) (filesys.File, error)    { return nil, errReadOnly }
func (*files) WriteFile(string, []byte) error       { return errReadOnly }
func (*files) Walk(string, filepath.WalkFunc) error { return errReadOnly }
