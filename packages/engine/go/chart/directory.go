package chart

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	"helm.sh/helm/v4/pkg/ignore"
)

// LinkError is a symbolic link in a chart that is not followed.
type LinkError struct {
	// Path is relative to the chart; Target is where it leads, as it is written.
	Path, Target string
	// Where says what is wrong with the target.
	Where string
}

func (link LinkError) Error() string {
	return fmt.Sprintf("%s is a symbolic link %s (%s)", link.Path, link.Where, link.Target)
}

// IrregularError is a pipe, a socket or a device in a chart.
type IrregularError struct {
	// Path is absolute.
	Path string
}

func (irregular IrregularError) Error() string {
	return fmt.Sprintf("cannot load irregular file %s as it has file mode type bits set", irregular.Path)
}

const (
	outOfChart  = "out of the chart"
	aboveItself = "to a directory that contains it"
)

// CheckDirectory refuses a directory with files that must not be read, or that
// unpack to more than Helm allows, for code that reads the directory itself. What
// else is wrong with it is for that code to say.
func CheckDirectory(directory string) error {
	fileLimit.RLock()
	defer fileLimit.RUnlock()
	files, err := readDirectory(directory)
	if err == nil {
		return weigh(files)
	}
	if errors.As(err, new(LinkError)) || errors.As(err, new(IrregularError)) {
		return err
	}
	return nil
}

// readDirectory reads files in the order of Helm (pkg/chart/v2/loader/directory.go).
func readDirectory(directory string) ([]*archive.BufferedFile, error) {
	root, err := filepath.EvalSymlinks(directory)
	if err != nil {
		return nil, err
	}
	reader := reader{shown: directory, root: root}
	if reader.rules, err = reader.rulesOf(); err != nil {
		return nil, err
	}
	if err := reader.folder("", []string{root}); err != nil {
		return nil, err
	}
	return reader.files, nil
}

type reader struct {
	// shown is the directory as the caller names it, root where it is.
	shown, root string
	rules       *ignore.Rules
	files       []*archive.BufferedFile
}

func (r *reader) rulesOf() (*ignore.Rules, error) {
	rules := ignore.Empty()
	real, info, err := r.resolve(ignore.HelmIgnore, r.root)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, irregular(filepath.Join(r.shown, ignore.HelmIgnore))
	default:
		data, err := r.content(ignore.HelmIgnore, real)
		if err != nil {
			return nil, err
		}
		if rules, err = ignore.Parse(bytes.NewReader(data)); err != nil {
			return nil, err
		}
	}
	rules.AddDefaults()
	return rules, nil
}

// folder reads the directory at a path below the root, which is empty for the
// root itself. Above are the directories that lead to it, and itself, without
// symbolic links.
func (r *reader) folder(path string, above []string) error {
	entries, err := os.ReadDir(above[len(above)-1])
	if err != nil {
		return unreadable(path, err)
	}
	for _, entry := range entries {
		if err := r.entry(join(path, entry.Name()), above); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) entry(path string, above []string) error {
	real, info, err := r.resolve(path, above[len(above)-1])
	if err != nil && info == nil {
		return err
	}
	if r.rules.Ignore(path, info) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		if slices.Contains(above, real) {
			return LinkError{Path: path, Target: r.target(path), Where: aboveItself}
		}
		return r.folder(path, append(slices.Clip(above), real))
	}
	if !info.Mode().IsRegular() {
		return irregular(filepath.Join(r.shown, path))
	}
	if info.Size() > archive.MaxDecompressedFileSize {
		return tooLarge(info.Name())
	}
	data, err := r.content(path, real)
	if err != nil {
		return err
	}
	r.files = append(r.files, &archive.BufferedFile{Name: path, ModTime: info.ModTime(), Data: data})
	return nil
}

// resolve follows the symbolic link at a path, if there is one. Folder is the
// directory of the path without symbolic links. The description of a file
// outside of the chart comes with an error.
func (r *reader) resolve(path, folder string) (string, fs.FileInfo, error) {
	full := filepath.Join(r.root, path)
	info, err := os.Lstat(full)
	if err != nil {
		return "", nil, err
	}
	if info.Mode()&fs.ModeSymlink == 0 {
		return filepath.Join(folder, filepath.Base(path)), info, nil
	}
	real, err := filepath.EvalSymlinks(full)
	if err != nil {
		return "", nil, fmt.Errorf("error evaluating symlink %s: %w", filepath.Join(r.shown, path), err)
	}
	if info, err = os.Stat(real); err != nil {
		return "", nil, err
	}
	if real != r.root && !strings.HasPrefix(real, r.root+string(filepath.Separator)) {
		return "", info, LinkError{Path: path, Target: r.target(path), Where: outOfChart}
	}
	return real, info, nil
}

// target is where a symbolic link leads, as it is written.
func (r *reader) target(path string) string {
	target, err := os.Readlink(filepath.Join(r.root, path))
	if err != nil {
		return path
	}
	return target
}

var bom = []byte("\xEF\xBB\xBF")

func (r *reader) content(path, real string) ([]byte, error) {
	file, err := os.Open(real)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer file.Close()
	// A file may grow after it was looked at.
	data, err := io.ReadAll(io.LimitReader(file, archive.MaxDecompressedFileSize+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if int64(len(data)) > archive.MaxDecompressedFileSize {
		return nil, tooLarge(filepath.Base(path))
	}
	return bytes.TrimPrefix(data, bom), nil
}

// The sentences of Helm (pkg/chart/v2/loader/directory.go).

func irregular(path string) error {
	return IrregularError{Path: path}
}

func tooLarge(name string) error {
	return fmt.Errorf("chart file %q is larger than the maximum file size %d", name, archive.MaxDecompressedFileSize)
}

func unreadable(path string, err error) error {
	return fmt.Errorf("error reading %s: %w", path, err)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}
