// Command meter runs a command and tells on its standard output what it cost; what the command
// prints goes to standard error. It is between the benchmark and the command because Linux
// counts the memory of a process that starts another as the other's too, and meter needs little.
package main

import (
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"syscall"
	"time"

	"hindcast/internal/bench/peers/process"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("meter: no command to run")
	}
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		log.Fatalf("meter: %s: %v", os.Args[1], err)
	}
	cost := process.Cost{Wall: time.Since(start), CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	cost.Peak = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10 // kilobytes on Linux
	if err := json.NewEncoder(os.Stdout).Encode(cost); err != nil {
		log.Fatal(err)
	}
}
