//go:build !unix

package signature

import "os/exec"

// detach is not to be had here: ssh-keygen asks where it finds somebody.
func detach(*exec.Cmd) {}
