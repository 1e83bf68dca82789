package chart_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"engine/chart"

	v2 "helm.sh/helm/v4/pkg/chart/v2"
)

const metadata = "apiVersion: v2\nname: web\nversion: 1.0.0\n"

// folder writes files, and symbolic links for texts that start with ->, into a
// directory web of a new directory, which is returned.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "web")
	for name, text := range files {
		path := filepath.Join(directory, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, isLink := strings.CutPrefix(text, "->"); isLink {
			err = os.Symlink(target, path)
		} else {
			err = os.WriteFile(path, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

type entry struct {
	name string
	size int64
	text string
}

// pack writes an archive. Where the text of an entry is shorter than its size, zeros follow.
func pack(t *testing.T, to io.Writer, entries ...entry) {
	t.Helper()
	packed := gzip.NewWriter(to)
	archive := tar.NewWriter(packed)
	zeros := make([]byte, 1<<20)
	for _, one := range entries {
		size := max(one.size, int64(len(one.text)))
		if err := archive.WriteHeader(&tar.Header{Name: one.name, Size: size, Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(one.text)); err != nil {
			t.Fatal(err)
		}
		for left := size - int64(len(one.text)); left > 0; left -= int64(len(zeros)) {
			if _, err := archive.Write(zeros[:min(left, int64(len(zeros)))]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
}

func packed(t *testing.T, entries ...entry) string {
	t.Helper()
	var archive bytes.Buffer
	pack(t, &archive, entries...)
	path := filepath.Join(t.TempDir(), "web.tgz")
	if err := os.WriteFile(path, archive.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func names(loaded *v2.Chart) string {
	var all []string
	for _, file := range loaded.Raw {
		all = append(all, file.Name)
	}
	return strings.Join(all, " ")
}

func refusal(t *testing.T, path string) string {
	t.Helper()
	_, err := chart.Load(path, "", "")
	if err == nil {
		t.Fatalf("%s was loaded", path)
	}
	return strings.ReplaceAll(err.Error(), filepath.Dir(path)+"/", "")
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestADirectoryIsReadInTheOrderOfHelmWithoutWhatIsIgnored(t *testing.T) {
	directory := folder(t, map[string]string{
		"Chart.yaml":            metadata,
		".helmignore":           "# comment\n*.md\nci/\n",
		"README.md":             "",
		"ci/values.yaml":        "",
		"templates/b.yaml":      "\xEF\xBB\xBFb",
		"templates/a/c.yaml":    "",
		"templates/.hidden":     "",
		"templates/linked.yaml": "->../shared/x.yaml",
		"shared/x.yaml":         "x",
		"folder":                "->shared",
		"values.yaml":           "a: 1\n",
	})
	loaded, err := chart.Load(directory, "", "")
	if err != nil {
		t.Fatal(err)
	}
	expect(t, names(loaded), ".helmignore Chart.yaml folder/x.yaml shared/x.yaml templates/a/c.yaml templates/b.yaml templates/linked.yaml values.yaml")
	expect(t, string(loaded.Templates[1].Data), "b")
}

func TestALinkThatLeavesTheChartIsRefused(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	beside := folder(t, map[string]string{"Chart.yaml": metadata, "templates/x.yaml": "->../../web-2/x"})
	if err := os.MkdirAll(beside+"-2", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(beside+"-2/x", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	expect(t, refusal(t, beside), "templates/x.yaml is a symbolic link out of the chart (../../web-2/x)")
	for _, one := range []struct{ name, want string }{
		{"templates/x.yaml", "templates/x.yaml is a symbolic link out of the chart (SECRET)"},
		{"values.yaml", "values.yaml is a symbolic link out of the chart (SECRET)"},
		{".helmignore", ".helmignore is a symbolic link out of the chart (SECRET)"},
	} {
		directory := folder(t, map[string]string{"Chart.yaml": metadata, one.name: "->" + secret})
		expect(t, strings.ReplaceAll(refusal(t, directory), secret, "SECRET"), one.want)
	}
	inside := folder(t, map[string]string{"Chart.yaml": metadata, "charts/a/Chart.yaml": metadata, "charts/a/x": "->" + filepath.Dir(secret)})
	expect(t, strings.ReplaceAll(refusal(t, inside), filepath.Dir(secret), "OUT"), "charts/a/x is a symbolic link out of the chart (OUT)")
	ignored := folder(t, map[string]string{"Chart.yaml": metadata, ".helmignore": "x\n", "x": "->" + secret})
	if _, err := chart.Load(ignored, "", ""); err != nil {
		t.Error(err)
	}
}

func TestLinksToNothingAndInCirclesAreRefused(t *testing.T) {
	nowhere := folder(t, map[string]string{"Chart.yaml": metadata, "x": "->nowhere"})
	expect(t, refusal(t, nowhere), "error evaluating symlink web/x: lstat web/nowhere: no such file or directory")
	circle := folder(t, map[string]string{"Chart.yaml": metadata, "a/b/x": "->../../a"})
	expect(t, refusal(t, circle), "a/b/x is a symbolic link to a directory that contains it (../../a)")
	both := folder(t, map[string]string{"Chart.yaml": metadata, "a/x": "->../b", "b/y": "->../a"})
	expect(t, refusal(t, both), "a/x/y is a symbolic link to a directory that contains it (../a)")
}

func TestTheLimitsOfHelmForFiles(t *testing.T) {
	large := folder(t, map[string]string{"Chart.yaml": metadata, "files/large": strings.Repeat("x", 5<<20+1)})
	expect(t, refusal(t, large), `chart file "large" is larger than the maximum file size 5242880`)
	expect(t, refusal(t, packed(t, entry{name: "web/Chart.yaml", text: metadata}, entry{name: "web/large", size: 5<<20 + 1})),
		`unable to load chart archive: decompressed chart file "web/large" is larger than the maximum file size 5242880`)
}

func TestAnArchiveIsLoaded(t *testing.T) {
	loaded, err := chart.Load(packed(t, entry{name: "web/Chart.yaml", text: metadata}, entry{name: "web/templates/x.yaml", text: "x"}), "", "")
	if err != nil {
		t.Fatal(err)
	}
	expect(t, names(loaded), "Chart.yaml templates/x.yaml")
}

func TestArchivesThatAreNone(t *testing.T) {
	text := filepath.Join(t.TempDir(), "values.yaml")
	if err := os.WriteFile(text, []byte("a: 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	expect(t, refusal(t, text), "file 'values.yaml' seems to be a YAML file, but expected a gzipped archive")
	for _, one := range []struct{ name, want string }{
		{"web/../../x", "chart illegally references parent directory"},
		{"web//x", "chart illegally contains absolute paths"},
		{"x", "chart illegally contains content outside the base directory: \"x\""},
	} {
		expect(t, refusal(t, packed(t, entry{name: one.name, text: metadata})), "unable to load chart archive: "+one.want)
	}
}

func TestAnArchiveThatUnpacksTo3GBIsRefusedWithinTheMemoryOfALimit(t *testing.T) {
	// Members of gzip may follow each other, so that zeros are packed once.
	member := func(text []byte) []byte {
		var packed bytes.Buffer
		writer := gzip.NewWriter(&packed)
		_, _ = writer.Write(text)
		_ = writer.Close()
		return packed.Bytes()
	}
	zeros := member(make([]byte, 5<<20))
	var bomb bytes.Buffer
	for number := range 600 {
		var header bytes.Buffer
		_ = tar.NewWriter(&header).WriteHeader(&tar.Header{Name: fmt.Sprintf("web/%d", number), Size: 5 << 20})
		bomb.Write(member(header.Bytes()))
		bomb.Write(zeros)
	}
	path := filepath.Join(t.TempDir(), "web.tgz")
	if err := os.WriteFile(path, bomb.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	want := "unable to load chart archive: decompressed chart is larger than the maximum size 104857600"
	expect(t, refusal(t, path), want)

	var header bytes.Buffer
	_ = tar.NewWriter(&header).WriteHeader(&tar.Header{Name: "web/empty"})
	headers := member(bytes.Repeat(header.Bytes(), 4096))
	if err := os.WriteFile(path, bytes.Repeat(headers, 101), 0o644); err != nil {
		t.Fatal(err)
	}
	expect(t, refusal(t, path), want)
}

func TestArchivesInChartsAreWeighedTogether(t *testing.T) {
	var inner bytes.Buffer
	files := []entry{{name: "web/Chart.yaml", text: metadata}}
	for number := range 10 {
		files = append(files, entry{name: fmt.Sprintf("web/%d", number), size: 5 << 20})
	}
	pack(t, &inner, files...)
	subchart := map[string]string{"Chart.yaml": metadata, "charts/a.tgz": inner.String()}
	if _, err := chart.Load(folder(t, subchart), "", ""); err != nil {
		t.Error(err)
	}
	subchart["charts/b/Chart.yaml"] = metadata
	subchart["charts/b/charts/c.tgz"] = inner.String()
	want := "decompressed chart is larger than the maximum size 104857600"
	directory := folder(t, subchart)
	expect(t, refusal(t, directory), want)
	if err := chart.CheckDirectory(directory); err == nil || err.Error() != want {
		t.Error(err)
	}
}

func TestArchivesInArchivesAreReadToADepth(t *testing.T) {
	text := ""
	for range 20 {
		var outer bytes.Buffer
		pack(t, &outer, entry{name: "web/Chart.yaml", text: metadata}, entry{name: "web/charts/a.tgz", text: text})
		text = outer.String()
	}
	directory := folder(t, map[string]string{"Chart.yaml": metadata, "charts/a.tgz": text})
	expect(t, refusal(t, directory), "charts/a.tgz: archives of charts are nested more than 16 deep")
}

func TestChartsOfOtherVersionsOfHelm(t *testing.T) {
	of := func(text string) string { return refusal(t, folder(t, map[string]string{"Chart.yaml": text})) }
	expect(t, of("apiVersion: v3\nname: web\nversion: 1.0.0\n"), "invalid chart apiVersion")
	expect(t, of("apiVersion: v4\nname: web\nversion: 1.0.0\n"), "unsupported chart version")
	expect(t, of("apiVersion: [\n"), "cannot load Chart.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content")
	expect(t, refusal(t, folder(t, map[string]string{"values.yaml": ""})), "unable to detect chart at web/Chart.yaml: open web/Chart.yaml: no such file or directory")
}

func TestAChartOfTheSameContentIsReadOnce(t *testing.T) {
	directory := folder(t, map[string]string{"Chart.yaml": metadata, "templates/x.yaml": "one"})
	text := func(content string) string {
		loaded, err := chart.Load(directory, content, "")
		if err != nil {
			t.Fatal(err)
		}
		return string(loaded.Templates[0].Data)
	}
	expect(t, text("1"), "one")
	if err := os.WriteFile(filepath.Join(directory, "templates/x.yaml"), []byte("two"), 0o644); err != nil {
		t.Fatal(err)
	}
	expect(t, text("1"), "one")
	expect(t, text("2"), "two")
	expect(t, text(""), "two")
}
