package console

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
)

// Profiles are the files that the profiles of a command go to, in the form that go tool pprof reads; an empty name for
// none.
type Profiles struct {
	CPU, Memory string

	cpu *os.File
}

// StartProfiles starts the profile of the processor's time.
func (a *App) StartProfiles() error {
	if a.Profiles.CPU == "" {
		return nil
	}
	file, err := os.Create(a.Profiles.CPU)
	if err != nil {
		return Exit(ExitUsage, fmt.Errorf("write a profile: %w", err))
	}
	a.Profiles.cpu = file
	return pprof.StartCPUProfile(file)
}

// StopProfiles ends the profile of the processor's time, and writes that of memory.
func (a *App) StopProfiles() error {
	var cpu, memory error
	if file := a.Profiles.cpu; file != nil {
		pprof.StopCPUProfile()
		cpu = file.Close()
	}
	if a.Profiles.Memory != "" {
		memory = writeMemory(a.Profiles.Memory)
	}
	if err := errors.Join(cpu, memory); err != nil {
		return Exit(ExitFailed, fmt.Errorf("write a profile: %w", err))
	}
	return nil
}

func writeMemory(name string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	runtime.GC() // so that the profile tells what is in use, and not what the last collection left
	return errors.Join(pprof.Lookup("heap").WriteTo(file, 0), file.Close())
}
