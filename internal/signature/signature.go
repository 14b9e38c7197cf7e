// Package signature signs bytes and checks signatures by the ssh-keygen program, with the keys that
// people sign commits with. It runs no shell, and knows nothing of what is signed.
package signature

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// namespace is what a signature is for: one made for another purpose does not pass for one of a site.
const namespace = "hindcast"

// Error is a state in which no signature can be made or none can be checked: one sentence, and the
// remedy.
type Error struct{ message, hint string }

func (e *Error) Error() string { return e.message }

// Hint is the remedy.
func (e *Error) Hint() string { return e.hint }

// Invalid means that a signature is none of the signers', or not of these bytes.
type Invalid struct{ message string }

func (e *Invalid) Error() string { return e.message }

// Sign signs bytes with a private key, or with a public one whose other half an agent holds. A
// passphrase is asked for on the terminal only where asks says that there is one.
func Sign(ctx context.Context, key string, data []byte, asks bool) ([]byte, error) {
	if err := regular(key, "the key"); err != nil {
		return nil, err
	}
	cmd, err := command(ctx, data, "-Y", "sign", "-f", key, "-n", namespace)
	if err != nil {
		return nil, err
	}
	if !asks {
		cmd.Env = append(cmd.Environ(), "SSH_ASKPASS_REQUIRE=never")
		detach(cmd)
	}
	out, said, err := run(ctx, cmd)
	if err != nil {
		return nil, refusal(key, said, err)
	}
	return out, nil
}

// refusal words why ssh-keygen does not sign.
func refusal(key, said string, err error) error {
	switch {
	case strings.Contains(said, "passphrase"):
		return &Error{
			"the key " + key + " has a passphrase that was not given",
			"run it in a terminal, or add the key to an agent with ssh-add and name its .pub file",
		}
	case strings.Contains(said, "UNPROTECTED PRIVATE KEY"):
		return &Error{"ssh-keygen refuses the key " + key + ": others can read it", "chmod 600 the file"}
	case strings.Contains(said, "agent"), strings.Contains(said, "No private key found for public key"):
		return &Error{"no agent holds the key " + key, "start an agent and add the key with ssh-add, or name the private key"}
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return &Error{
			fmt.Sprintf("ssh-keygen does not sign with %s: %s", key, firstLine(said)),
			"name a private SSH key, such as ~/.ssh/id_ed25519; ssh-keygen -t ed25519 -f FILE makes one",
		}
	}
	return err
}

// Check finds which of the signers in a file of allowed signers made a signature of bytes. The error
// is an *Invalid where none did.
func Check(ctx context.Context, signers string, data, signature []byte) (who string, err error) {
	if err := regular(signers, "the file of signers"); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "hindcast-")
	if err != nil {
		return "", fmt.Errorf("make a folder for the signature: %w", err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "signature") // ssh-keygen reads one from a file alone
	if err := os.WriteFile(file, signature, 0o600); err != nil {
		return "", fmt.Errorf("write the signature to a file: %w", err)
	}
	names, err := principals(ctx, signers, file)
	if err != nil {
		return "", err
	}
	for _, name := range names {
		cmd, err := command(ctx, data, "-Y", "verify", "-f", signers, "-I", name, "-n", namespace, "-s", file)
		if err != nil {
			return "", err
		}
		if _, _, err = run(ctx, cmd); err == nil {
			return name, nil
		}
		if !isExit(err) {
			return "", err
		}
	}
	return "", &Invalid{fmt.Sprintf("the signature by the key of %s does not fit the manifest", strings.Join(names, ", "))}
}

// principals are the names of the signers whose key made a signature, whatever it signs.
func principals(ctx context.Context, signers, file string) ([]string, error) {
	cmd, err := command(ctx, nil, "-Y", "find-principals", "-s", file, "-f", signers)
	if err != nil {
		return nil, err
	}
	out, said, err := run(ctx, cmd)
	switch {
	case err != nil && !isExit(err):
		return nil, err
	case err == nil:
	case strings.Contains(said, "parse signature"):
		return nil, &Invalid{"the signature can't be read"}
	case strings.Contains(said, "invalid key"), strings.Contains(said, "missing key"),
		strings.Contains(said, "bad options"):
		return nil, &Error{
			fmt.Sprintf("%s is no file of allowed signers: %s", signers, firstLine(said)),
			`write lines as in "release@example.org ssh-ed25519 AAAA…"; see man ssh-keygen, ALLOWED SIGNERS`,
		}
	default:
		return nil, &Invalid{"the signature is by no key of the signers"}
	}
	var names []string
	for name := range strings.Lines(string(out)) {
		names = append(names, strings.TrimSpace(name))
	}
	return names, nil
}

// regular refuses what ssh-keygen would wait for or misread.
func regular(path, what string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return &Error{fmt.Sprintf("%s can't be read: %v", what, err), "see that the path is right"}
	case !info.Mode().IsRegular():
		return &Error{fmt.Sprintf("%s %s is no file", what, path), "see that the path is right"}
	}
	return nil
}

// grace is how long an ssh-keygen that was cancelled may hold on to its pipes.
const grace = 5 * time.Second

func command(ctx context.Context, in []byte, args ...string) (*exec.Cmd, error) {
	program, err := exec.LookPath("ssh-keygen")
	if err != nil {
		return nil, &Error{
			"ssh-keygen is not installed, or not in PATH", "install OpenSSH 8.2 or later; only signatures need it",
		}
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdin, cmd.WaitDelay = bytes.NewReader(in), grace
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	return cmd, nil
}

func run(ctx context.Context, cmd *exec.Cmd) (out []byte, said string, err error) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case err != nil:
		err = fmt.Errorf("run ssh-keygen: %w", err)
	}
	return stdout.Bytes(), stderr.String(), err
}

func isExit(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit)
}

func firstLine(said string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	if line == "" {
		return "it does not say why"
	}
	return strings.TrimSpace(line)
}
