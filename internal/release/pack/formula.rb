class Hindcast < Formula
  desc "{{.Summary}}"
  homepage "{{.Repository}}"
  version "{{.Version}}"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "{{.Downloads.darwin_arm64.URL}}"
      sha256 "{{.Downloads.darwin_arm64.SHA256}}"
    end
    on_intel do
      url "{{.Downloads.darwin_amd64.URL}}"
      sha256 "{{.Downloads.darwin_amd64.SHA256}}"
    end
  end

  on_linux do
    on_arm do
      url "{{.Downloads.linux_arm64.URL}}"
      sha256 "{{.Downloads.linux_arm64.SHA256}}"
    end
    on_intel do
      url "{{.Downloads.linux_amd64.URL}}"
      sha256 "{{.Downloads.linux_amd64.SHA256}}"
    end
  end

  def install
    bin.install "hindcast"
    man1.install Dir["man/man1/*"]
    bash_completion.install "completions/hindcast.bash" => "hindcast"
    zsh_completion.install "completions/_hindcast"
    fish_completion.install "completions/hindcast.fish"
    doc.install "LICENCES.txt"
  end

  test do
    assert_match "hindcast #{version}", shell_output("#{bin}/hindcast version")
  end
end
