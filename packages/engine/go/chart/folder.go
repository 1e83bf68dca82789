package chart

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	"helm.sh/helm/v4/pkg/ignore"
)

// Reading asks for folders of charts.
type Reading struct {
	// Folders are absolute.
	Folders []string `json:"folders"`
}

// Read is the answer to a Reading.
type Read struct {
	// Folders have the order of the request. One that is not plain is nil: it
	// has a symbolic link, a file that may stand for one, or anything else that
	// is neither a file nor a folder, or it cannot be read.
	Folders []*Folder `json:"folders"`
}

// Folder is a folder as the client reads it itself (src/folder.ts).
type Folder struct {
	// Content is a fingerprint of all files.
	Content string `json:"content"`
	// Entries are the folder itself and everything in it.
	Entries []Entry `json:"entries"`
	// Chart is the text of Chart.yaml.
	Chart *string `json:"chart,omitempty"`
}

// Entry is a file or a folder.
type Entry struct {
	// Path is relative to the folder, and empty for the folder itself.
	Path string `json:"path"`
	// Kind is file or directory.
	Kind string `json:"kind"`
	// Stamp has the size, the times and the inode.
	Stamp string `json:"stamp"`
	// Digest is that of the content, or of the names and kinds in a folder.
	Digest string `json:"digest"`
}

// ReadFolders reads folders, and keeps their files for a Load with the same
// fingerprint: what is rendered then is what has the fingerprint.
func ReadFolders(wanted Reading) *Read {
	read := &Read{Folders: make([]*Folder, len(wanted.Folders))}
	for i, directory := range wanted.Folders {
		s := scan{root: directory}
		if !s.folder("") {
			continue
		}
		s.found.Content = digest([]byte(s.lines.String()))
		read.Folders[i] = &s.found
		if files, err := s.loaded(); err == nil && weigh(files) == nil {
			kept.add(keyOf(directory, s.found.Content), files)
		}
	}
	return read
}

// scan is the work on one folder.
type scan struct {
	root  string
	found Folder
	// lines are what the fingerprint is made of.
	lines strings.Builder
	files []scanned
}

// scanned is a file or a folder with its content.
type scanned struct {
	path     string
	isFolder bool
	modified time.Time
	data     []byte
}

// folder reads the folder at a path, and reports whether it is plain. Entries
// come in the order of their names, as in Helm.
func (s *scan) folder(path string) bool {
	full := filepath.Join(s.root, path)
	info, err := os.Lstat(full)
	if err != nil || !info.IsDir() {
		return false
	}
	children, err := os.ReadDir(full)
	stamp, isKnown := stampOf(info)
	if err != nil || !isKnown {
		return false
	}
	s.add(Entry{path, "directory", stamp, digest(listOf(children))}, scanned{path: path, isFolder: true})
	for _, child := range children {
		own := join(path, child.Name())
		switch {
		case !isASCII(child.Name()):
			// Languages sort such names in different orders.
			return false
		case child.IsDir():
			if !s.folder(own) {
				return false
			}
		case !child.Type().IsRegular() || !s.file(own):
			return false
		}
	}
	return true
}

func (s *scan) file(path string) bool {
	found, ok := regular(filepath.Join(s.root, path))
	if !ok || len(found.data) <= longestLink && link.Match(found.data) {
		return false
	}
	if path == "Chart.yaml" {
		if !utf8.Valid(found.data) {
			return false
		}
		text := string(found.data)
		s.found.Chart = &text
	}
	digest := digest(found.data)
	s.add(Entry{path, "file", found.stamp, digest}, scanned{path: path, modified: found.modified, data: found.data})
	s.lines.WriteString(path + "\n" + digest + "\n")
	return true
}

func (s *scan) add(entry Entry, one scanned) {
	s.found.Entries = append(s.found.Entries, entry)
	s.files = append(s.files, one)
}

// loaded are the files as readDirectory reads them.
func (s *scan) loaded() ([]*archive.BufferedFile, error) {
	rules, err := s.rules()
	if err != nil {
		return nil, err
	}
	files := []*archive.BufferedFile{}
	left := ""
	for _, one := range s.files[1:] {
		if left != "" && strings.HasPrefix(one.path, left) {
			continue
		}
		switch isLeft := rules.Ignore(one.path, kind{isFolder: one.isFolder}); {
		case isLeft && one.isFolder:
			left = one.path + "/"
		case !isLeft && !one.isFolder:
			data := bytes.TrimPrefix(one.data, bom)
			files = append(files, &archive.BufferedFile{Name: one.path, ModTime: one.modified, Data: data})
		}
	}
	return files, nil
}

func (s *scan) rules() (*ignore.Rules, error) {
	rules := ignore.Empty()
	for _, one := range s.files {
		if one.path != ignore.HelmIgnore {
			continue
		}
		if one.isFolder {
			return nil, irregular(filepath.Join(s.root, one.path))
		}
		var err error
		if rules, err = ignore.Parse(bytes.NewReader(bytes.TrimPrefix(one.data, bom))); err != nil {
			return nil, err
		}
	}
	rules.AddDefaults()
	return rules, nil
}

// kind is all that the rules of Helm ask for.
type kind struct {
	fs.FileInfo
	isFolder bool
}

func (k kind) IsDir() bool { return k.isFolder }

// content is a regular file.
type content struct {
	data     []byte
	stamp    string
	modified time.Time
}

// link matches what Git writes where it cannot make a symbolic link.
var link = regexp.MustCompile(`^\.\.?/[^\n]+$`)

// longestLink is in bytes.
const longestLink = 200

func listOf(children []fs.DirEntry) []byte {
	lines := make([]string, len(children))
	for i, child := range children {
		lines[i] = child.Name() + "/" + boolText(child.IsDir()) + "/" + boolText(child.Type().IsRegular()) + "\n"
	}
	slices.Sort(lines)
	return []byte(strings.Join(lines, ""))
}

func boolText(is bool) string {
	if is {
		return "true"
	}
	return "false"
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return base64.StdEncoding.EncodeToString(sum[:])
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(letter rune) bool { return letter >= utf8.RuneSelf })
}
