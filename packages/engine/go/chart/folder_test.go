package chart

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// write writes files into a directory web of a new directory.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "web")
	for name, text := range files {
		path := filepath.Join(directory, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

func only(directory string) *Folder {
	return ReadFolders(Reading{Folders: []string{directory}}).Folders[0]
}

var simple = map[string]string{
	"Chart.yaml":            "\xEF\xBB\xBFapiVersion: v2\nname: web\nversion: 1.0.0\n",
	".helmignore":           "*.txt\nleft/\n",
	"README.txt":            "text",
	"a.yaml":                "",
	"left/a.yaml":           "a: 1",
	"left-out/a.yaml":       "a: 1",
	"templates/.hidden":     "text",
	"templates/NOTES.txt":   "text",
	"templates/config.yaml": strings.Repeat("a: 1\n", 1000),
	"charts/db/Chart.yaml":  "apiVersion: v2\nname: db\nversion: 1.0.0\n",
	"charts/db/values.yaml": "a: 1",
}

func TestTheFilesOfAFolderAreThoseThatHelmReads(t *testing.T) {
	for _, files := range []map[string]string{simple, {"Chart.yaml": "name: web\n", "a": "b"}} {
		directory := write(t, files)
		want, err := readDirectory(directory)
		if err != nil {
			t.Fatal(err)
		}
		found := only(directory)
		if found == nil {
			t.Fatal("the folder is simple")
		}
		got, isKept := kept.get(keyOf(directory, found.Content))
		if !isKept || !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if *found.Chart != files["Chart.yaml"] {
			t.Errorf("Chart.yaml is %q", *found.Chart)
		}
	}
}

func TestAChartIsLoadedAsItWasRead(t *testing.T) {
	directory := write(t, simple)
	first := only(directory)
	if err := os.WriteFile(filepath.Join(directory, "values.yaml"), []byte("a: 2"), 0o644); err != nil {
		t.Fatal(err)
	}
	second := only(directory)
	if first.Content == second.Content {
		t.Error("the content is the same")
	}
	for content, values := range map[string]int{first.Content: 0, second.Content: 1} {
		loaded, err := Load(directory, content, "")
		if err != nil {
			t.Fatal(err)
		}
		if len(loaded.Values) != values {
			t.Errorf("values %v, want %d", loaded.Values, values)
		}
	}
}

func TestAFolderThatIsNotPlainIsLeftToTheClient(t *testing.T) {
	linked := write(t, simple)
	if err := os.Symlink("a.yaml", filepath.Join(linked, "link")); err != nil {
		t.Fatal(err)
	}
	for name, directory := range map[string]string{
		"link":          linked,
		"link as Git":   write(t, map[string]string{"templates/a.yaml": "../a.yaml"}),
		"large file":    write(t, map[string]string{"a": strings.Repeat("a", 6<<20)}),
		"other letters": write(t, map[string]string{"ä.yaml": "a: 1"}),
		"other text":    write(t, map[string]string{"Chart.yaml": "name: \xff\n"}),
		"nothing":       filepath.Join(linked, "nothing"),
		"file":          filepath.Join(write(t, simple), "a.yaml"),
	} {
		if only(directory) != nil {
			t.Errorf("%s: it is read", name)
		}
	}
}
