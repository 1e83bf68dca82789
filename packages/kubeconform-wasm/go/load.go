package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"github.com/yannh/kubeconform/pkg/resource"
	"github.com/yannh/kubeconform/pkg/validator"
)

// load makes a validator that has compiled every schema in the folders of directory.
func load(directory string) (validator.Validator, error) {
	// Garbage would be stored in the image. Collected at Go's own pace, there would be more of it the busier the machine.
	debug.SetGCPercent(-1)
	defer debug.SetGCPercent(100)
	folders, err := os.ReadDir(directory)
	if err != nil {
		return nil, err
	}
	var locations []string
	for _, folder := range folders {
		if folder.IsDir() {
			path := filepath.Join(directory, folder.Name())
			locations = append(locations, path+"/{{.ResourceKind}}{{.KindSuffix}}.json")
		}
	}
	judge, err := validator.New(locations, validator.Opts{Strict: true})
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(directory + "/*/*-*.json")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if err := compile(judge, file); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		runtime.GC()
	}
	return judge, nil
}

// compile makes kubeconform compile a schema and keep it, which it does under
// apiVersion and kind as a document writes them: so it is shown a document.
func compile(judge validator.Validator, file string) error {
	var schema struct {
		Kinds []struct{ Group, Version, Kind string } `json:"x-kubernetes-group-version-kind"`
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		return err
	}
	if len(schema.Kinds) != 1 {
		return errors.New("it does not say which kind it is the schema of")
	}
	apiVersion := schema.Kinds[0].Version
	if group := schema.Kinds[0].Group; group != "" {
		apiVersion = group + "/" + apiVersion
	}
	document, err := json.Marshal(map[string]string{"apiVersion": apiVersion, "kind": schema.Kinds[0].Kind})
	if err != nil {
		return err
	}
	if result := judge.ValidateResource(resource.Resource{Bytes: document}); result.Status == validator.Error {
		return fmt.Errorf("kubeconform can't compile it: %w", result.Err)
	}
	return nil
}
