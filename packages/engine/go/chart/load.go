// Package chart reads charts from directories and archives.
package chart

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/ignore"
)

// Load reads a chart as Helm does (pkg/chart/v2/loader/directory.go), but
// refuses a symbolic link that leaves the directory of the chart.
func Load(directory string) (*chart.Chart, error) {
	files, err := read(directory)
	if err != nil {
		return nil, err
	}
	return loader.LoadFiles(files)
}

// LinkError is a symbolic link in a chart to something outside the chart.
type LinkError struct {
	// Path is relative to the chart; Target is where it leads, as it is written.
	Path, Target string
}

func (link LinkError) Error() string {
	return fmt.Sprintf("%s is a symbolic link out of the chart (%s)", link.Path, link.Target)
}

// bom is the mark that some editors put at the start of a file.
var bom = "\xEF\xBB\xBF"

func read(directory string) ([]*archive.BufferedFile, error) {
	root, err := filepath.EvalSymlinks(directory)
	if err != nil {
		return nil, err
	}
	rules, err := rulesOf(root)
	if err != nil {
		return nil, err
	}
	reader := reader{root: root, rules: rules}
	if err := reader.folder(""); err != nil {
		return nil, err
	}
	return reader.files, nil
}

func rulesOf(root string) (*ignore.Rules, error) {
	rules := ignore.Empty()
	file := filepath.Join(root, ignore.HelmIgnore)
	if _, err := os.Stat(file); err == nil {
		if rules, err = ignore.ParseFile(file); err != nil {
			return nil, err
		}
	}
	rules.AddDefaults()
	return rules, nil
}

type reader struct {
	root  string
	rules *ignore.Rules
	files []*archive.BufferedFile
}

// folder reads the directory at a path below the root, which is empty for the root itself.
func (r *reader) folder(path string) error {
	entries, err := os.ReadDir(filepath.Join(r.root, path))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := r.entry(join(path, entry.Name()), entry); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) entry(path string, entry fs.DirEntry) error {
	full := filepath.Join(r.root, path)
	info, err := entry.Info()
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		target, err := filepath.EvalSymlinks(full)
		if err != nil {
			return err
		}
		if target != r.root && !strings.HasPrefix(target, r.root+string(filepath.Separator)) {
			written, _ := os.Readlink(full)
			return LinkError{Path: path, Target: written}
		}
		if info, err = os.Stat(full); err != nil {
			return err
		}
	}
	if r.rules.Ignore(path, info) {
		return nil
	}
	if info.IsDir() {
		return r.folder(path)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("cannot load irregular file %s as it has file mode type bits set", full)
	}
	if info.Size() > archive.MaxDecompressedFileSize {
		return fmt.Errorf("chart file %q is larger than the maximum file size %d", info.Name(), archive.MaxDecompressedFileSize)
	}
	data, err := os.ReadFile(full)
	if err != nil {
		return errors.Join(fmt.Errorf("error reading %s", path), err)
	}
	data = []byte(strings.TrimPrefix(string(data), bom))
	r.files = append(r.files, &archive.BufferedFile{Name: path, ModTime: info.ModTime(), Data: data})
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}
