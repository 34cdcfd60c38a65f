internal import JSONText
internal import RecordTypes

/// What a bundle of evidence says to whoever opens it.
enum EvidenceTexts {
    /// The digest in a member of that name, wherever it stands in a statement.
    static func digest(named name: String, in statement: [UInt8]) -> Digest? {
        guard let json = try? JSONValue(parsing: statement) else { return nil }
        return digest(named: name, in: json)
    }

    private static func digest(named name: String, in json: JSONValue) -> Digest? {
        guard let members = json.objectValue else { return nil }
        if let text = json[name]?.stringValue { return Digest(hex: text) }
        for member in members { if let digest = digest(named: name, in: member.value) { return digest } }
        return nil
    }

    static func readme(index: UInt64, stamps: [String], files: Set<String>) -> String {
        var text = """
            EVIDENCE OF ONE ENTRY OF A PUBLIC LOG

            These files show that the statement in statement.json was entered on the log whose checkpoint stands in the file
            checkpoint, as entry number \(index), counted from 0\(stamps.isEmpty ? "." : ", no later than the time-stamps say.")
            Nobody has to be trusted for it who is not named below, and none of the log's own software is needed.

            1. The files are whole.

                sha256sum -c SHA256SUMS

            2. The statement is what the entry commits to. Both commands of a pair print the same 64 digits.

                sha256sum statement.json
                head -c 64 opening | tail -c 32 | od -An -v -tx1 | tr -d ' \\n'

                (printf 'HL1/commit'; cat opening) | sha256sum
                tail -c 32 entry | od -An -v -tx1 | tr -d ' \\n'

            """
        if files.contains("payload") {
            text += """

                The document is the one that the statement names (sourceDigest).

                    sha256sum -c payload.sha256

                """
        }
        text += """

            3. The entry is in the log, and the log has signed that. With Go and golang.org/x/mod (Debian: golang-go,
               golang-golang-x-mod-dev); KEY is the log's verifier key, which you must have from somebody whom you trust:

                GO111MODULE=off GOPATH=/usr/share/gocode go run check.go KEY

               Witnesses have cosigned the same checkpoint: the lines in it that begin with a dash. Any software for C2SP
               tlog-proof and tlog-policy checks them in receipt.tlog-proof.

            """
        if stamps.isEmpty {
            text += """

                4. No time-stamp stands over this checkpoint: when the entry was made rests on the log's own word.

                """
        } else {
            text += """

                4. The checkpoint existed at the time that each authority gives. ROOTS are the authority's root certificates, from
                   itself; tsa-roots.pem, where it is here, is only what the log's keeper believes them to be.


                """
            for name in stamps {
                text += "    openssl ts -verify -data checkpoint -in checkpoint.\(name).tsr -CAfile ROOTS\n"
            }
            for name in stamps {
                text += "    openssl ts -reply -in checkpoint.\(name).tsr -text | grep 'Time stamp'\n"
            }
        }
        text += """

            What this does not show: that the statement is true, who wrote the document, or that nothing else was entered. An entry
            says itself only which institution did what kind of thing in which quarter of an hour.

            """
        return text
    }

    /// Reads `entry`, `checkpoint` and `receipt.tlog-proof` beside it.
    static let goProgram = """
        // Checks that the entry is in the log, with golang.org/x/mod alone: go run check.go LOG-KEY
        package main

        import (
        	"bytes"
        	"encoding/base64"
        	"fmt"
        	"os"
        	"strconv"
        	"strings"

        	"golang.org/x/mod/sumdb/note"
        	"golang.org/x/mod/sumdb/tlog"
        )

        func check(err error) {
        	if err != nil {
        		fmt.Println("FAIL", err)
        		os.Exit(1)
        	}
        }

        func read(name string) []byte {
        	content, err := os.ReadFile(name)
        	check(err)
        	return content
        }

        func hash(text string) (hash tlog.Hash) {
        	decoded, err := base64.StdEncoding.DecodeString(text)
        	check(err)
        	if copy(hash[:], decoded) != len(hash) || len(decoded) != len(hash) {
        		check(fmt.Errorf("no hash: %s", text))
        	}
        	return
        }

        func main() {
        	if len(os.Args) != 2 {
        		check(fmt.Errorf("give the log's verifier key"))
        	}
        	verifier, err := note.NewVerifier(os.Args[1])
        	check(err)
        	checkpoint := read("checkpoint")
        	signed, err := note.Open(checkpoint, note.VerifierList(verifier))
        	check(err)
        	lines := strings.Split(signed.Text, "\\n")
        	size, err := strconv.ParseInt(lines[1], 10, 64)
        	check(err)
        	root := hash(lines[2])

        	parts := bytes.SplitN(read("receipt.tlog-proof"), []byte("\\n\\n"), 2)
        	if len(parts) != 2 || !bytes.Equal(parts[1], checkpoint) {
        		check(fmt.Errorf("the proof is for another checkpoint"))
        	}
        	var index int64
        	var proof tlog.RecordProof
        	for _, line := range strings.Split(string(parts[0]), "\\n")[1:] {
        		if strings.HasPrefix(line, "extra ") {
        			continue
        		}
        		if strings.HasPrefix(line, "index ") {
        			index, err = strconv.ParseInt(line[len("index "):], 10, 64)
        			check(err)
        			continue
        		}
        		proof = append(proof, hash(line))
        	}
        	check(tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(read("entry"))))
        	fmt.Printf("OK entry %d of %d in %s\\n", index, size, lines[0])
        }

        """
}
