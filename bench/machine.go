//go:build !js

package main

import (
	"os"
	"runtime"
	"strings"

	"docent/bench/report"
)

// machine describes where this runs.
func machine(chromium string) report.Machine {
	return report.Machine{
		CPU:      processor(),
		Cores:    runtime.NumCPU(),
		System:   runtime.GOOS + "/" + runtime.GOARCH,
		Go:       runtime.Version(),
		Chromium: strings.TrimPrefix(strings.TrimPrefix(chromium, "Headless"), "Chrome/"),
	}
}

// processor returns the processor's name where Linux tells it.
func processor() string {
	b, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(b)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}
