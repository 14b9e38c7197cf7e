//go:build unix

package signature

import (
	"os/exec"
	"syscall"
)

// detach takes the terminal away from a program, so that it can't wait for an answer there.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
