package signature

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// newKey makes a key and the line by which a file of signers names its owner.
func newKey(t *testing.T, name, passphrase string) (key, line string) {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("skipped: ssh-keygen is not installed")
	}
	key = filepath.Join(t.TempDir(), name)
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f",
		key).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	public, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	return key, name + "@example.org " + string(public)
}

func signersFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "signers")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSignAndCheck(t *testing.T) {
	key, line := newKey(t, "release", "")
	_, otherLine := newKey(t, "other", "")
	data := []byte("bytes\x00of a manifest\n")
	sig, err := Sign(t.Context(), key, data, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, signers string
		data, sig     string
		who, invalid  string
	}{
		{"the signer", line, string(data), string(sig), "release@example.org", ""},
		{"among others", "# signers\n" + otherLine + line, string(data), string(sig), "release@example.org", ""},
		{"under two names", strings.Replace(line, "release@", "nobody@example.org,release@", 1), string(data), string(sig), "nobody@example.org", ""},
		{"for commits alone", strings.Replace(line, " ", ` namespaces="git" `, 1), string(data), string(sig), "", "does not fit"},
		{"by another", otherLine, string(data), string(sig), "", "by no key of the signers"},
		{"no signers", "", string(data), string(sig), "", "by no key of the signers"},
		{"of other bytes", line, string(data) + "x", string(sig), "", "does not fit the manifest"},
		{"no signature", line, string(data), "text", "", "can't be read"},
		{"an empty signature", line, string(data), "", "", "can't be read"},
		{"half a signature", line, string(data), string(sig[:len(sig)/2]), "", "can't be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			who, err := Check(t.Context(), signersFile(t, c.signers), []byte(c.data), []byte(c.sig))
			var invalid *Invalid
			if c.invalid == "" && (err != nil || who != c.who) ||
				c.invalid != "" && (!errors.As(err, &invalid) || !strings.Contains(err.Error(), c.invalid)) {
				t.Errorf("got %q, %v", who, err)
			}
		})
	}
}

// A signature that the key made for another purpose is none.
func TestOtherPurposes(t *testing.T) {
	key, line := newKey(t, "release", "")
	cmd := exec.CommandContext(t.Context(), "ssh-keygen", "-Y", "sign", "-f", key, "-n", "file")
	cmd.Stdin = strings.NewReader("x")
	sig, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if who, err := Check(t.Context(), signersFile(t, line), []byte("x"), sig); !errors.As(err, new(*Invalid)) {
		t.Errorf("got %q, %v", who, err)
	}
}

// What keeps a signature from being made is one sentence with a remedy.
func TestKeysThatDoNotSign(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	locked, _ := newKey(t, "locked", "secret")
	open, _ := newKey(t, "open", "")
	public, _ := newKey(t, "public", "")
	if err := errors.Join(os.Chmod(open, 0o644), os.Remove(public)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSH_AUTH_SOCK", "")
	for key, say := range map[string]string{
		locked: "has a passphrase that was not given", open: "others can read it", public + ".pub": "no agent holds the key",
		filepath.Dir(open): "is no file", open + "-none": "can't be read",
		signersFile(t, "text"): "ssh-keygen does not sign with",
	} {
		_, err := Sign(t.Context(), key, []byte("x"), false)
		var failed *Error
		if !errors.As(err, &failed) || !strings.Contains(err.Error(), say) || strings.Contains(err.Error(), "\n") ||
			failed.Hint() == "" {
			t.Errorf("want %q, got %v", say, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Sign(t.Context(), open, nil, false); !errors.As(err, new(*Error)) ||
		!strings.Contains(err.Error(), "ssh-keygen is not installed") {
		t.Errorf("without the program: %v", err)
	}
}
