package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"

	"hindcast/internal/bench/peers/process"
)

// machine is what the figures depend on beside the programs, and the versions of these.
func machine(ctx context.Context, tools process.Tools, found peers, s settings) []fact {
	facts := []fact{
		{"cores", strconv.Itoa(runtime.NumCPU())},
		{"processor", about("/proc/cpuinfo", "model name")},
		{"memory", about("/proc/meminfo", "MemTotal")},
		{"written to", s.below},
	}
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		facts = append(facts, fact{"load before", string(bytes.TrimSpace(load))})
	}
	for _, name := range []string{"GOGC", "GOMEMLIMIT", "GOMAXPROCS"} {
		if value := os.Getenv(name); value != "" {
			facts = append(facts, fact{name, value})
		}
	}
	own := built("Hindcast", tools.Path("hindcast"))
	describe := exec.CommandContext(ctx, "git", "-C", project, "describe", "--always", "--dirty")
	if commit, err := describe.Output(); err == nil {
		own.Value += ", commit " + string(bytes.TrimSpace(commit))
	}
	facts = append(facts, own,
		built(floorAll, tools.Path("floor"), "github.com/yuin/goldmark", "go.yaml.in/yaml/v4"))
	if s.earlier != "" {
		facts = append(facts, built("the earlier version", s.earlier))
	}
	if found.hugo != "" {
		facts = append(facts, built(hugo, found.hugo))
	}
	if node, err := exec.CommandContext(ctx, "node", "--version").Output(); err == nil {
		facts = append(facts, fact{"node", string(bytes.TrimSpace(node))})
	}
	if len(found.versions) > 0 {
		facts = append(facts, fact{"from npm", strings.Join(found.versions, "; ")})
	}
	return facts
}

// about is what a file of /proc says of something first; unknown on other systems.
func about(file, key string) string {
	data, _ := os.ReadFile(file)
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == key {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// built is the version of a program written in Go, with those of some modules in it.
func built(name, program string, modules ...string) fact {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return fact{name, err.Error()}
	}
	value := fmt.Sprintf("%s, %s", info.Main.Version, info.GoVersion)
	for _, module := range modules {
		for _, dep := range info.Deps {
			if dep.Path == module {
				value += ", " + module + " " + dep.Version
			}
		}
	}
	return fact{name, value}
}
