import Foundation
import JSONText
import Testing

/// What the command line says of certificates and tokens: by exit status, as an operator's script reads it.
@Suite("Identity on the command line")
struct IdentityCommandTests {
    @Test(
        "more than a hundred paths made by another library get their verdict",
        .enabled(if: Built.python != nil, "ANKUR_TEST_PYTHON names no Python with the packages of .ci/python-packages"))
    func paths() async throws {
        let python = try #require(Built.python)
        let run = try await Command.run(
            python, ["-W", "ignore", Built.package + "/certs/test/paths.py", Built.ankur], limit: .seconds(300))
        #expect(run.status == 0, "\(run.transcript)")
        #expect(run.text.contains(" 0 wrong verdicts"), "\(run.transcript)")
    }

    @Test(
        "no odd certificate, list or answer of another library's tests makes it crash",
        .enabled(if: Built.python != nil, "ANKUR_TEST_PYTHON names no Python with the packages of .ci/python-packages"))
    func oddCertificates() async throws {
        let run = try await Command.run(
            try #require(Built.python), [Built.package + "/certs/test/odd.py", Built.ankur], in: Built.package,
            limit: .seconds(600))
        #expect(run.status == 0 && run.text.hasSuffix("\n0 wrong endings\n"), "\(run.transcript)")
    }

    @Test(
        "published Web eID tokens: 0 accepted, 1 refused",
        .enabled(if: Built.samples != nil, "the shared samples are not beside this package"))
    func tokens() async throws {
        let folder = try #require(Built.samples) + "/web-eid"
        let file = try Data(contentsOf: URL(fileURLWithPath: folder + "/vectors.json"))
        let json = try JSONValue(parsing: Array(file))
        let vectors = try #require(json["cases"]?.arrayValue)
        for vector in vectors {
            let own = try TemporaryFolder()
            let token = try own.file("token.json", Array(try #require(vector["token_raw"]?.stringValue).utf8))
            var arguments = ["webeid", "verify", "--token", token, "--format", "json"]
            arguments += [
                "--nonce", vector["nonce"]?.stringValue ?? "", "--origin", vector["origin"]?.stringValue ?? "",
            ]
            if vector["signature_only"]?.boolValue == true {
                arguments += ["--signature-only"]
            } else {
                for authority in vector["trusted_ca"]?.arrayValue ?? [] {
                    let name = authority.stringValue ?? ""
                    let pem = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
                    _ = try own.file((name as NSString).lastPathComponent, Array(pem))
                }
                arguments += [
                    "--trust", own.path, "--at", vector["validation_time"]?.stringValue ?? "", "--no-revocation",
                ]
            }
            let run = try await Command.run(Built.ankur, arguments)
            let isGood = vector["expect"]?["result"]?.stringValue == "ok"
            #expect(run.status == (isGood ? 0 : 1), "\(vector["id"]?.stringValue ?? ""): \(run.transcript)")
        }
    }

    @Test("the test PKI's table holds, and every variant can be explained")
    func table() async throws {
        let list = try await Command.run(Built.ankur, ["certs", "list"])
        #expect(list.status == 0, "\(list.transcript)")
        #expect(list.text.contains("dup_serial") && list.text.contains(" 0 wrong verdicts"))
        let show = try await Command.run(Built.ankur, ["certs", "show", "nc_violation"])
        #expect(show.status == 0 && show.text.contains("FAIL name constraints"), "\(show.transcript)")
    }

    @Test("what cannot be asked ends with 2, garbage with 1, and neither with a crash")
    func usage() async throws {
        let folder = try TemporaryFolder()
        let garbage = try folder.file("garbage.pem", Array("-----BEGIN CERTIFICATE-----\nAAAA\n".utf8))
        let empty = try folder.file("empty", [])
        for (arguments, status) in [
            (["identity", "inspect"], 2), (["identity", "inspect", "absent", "--anchors", garbage], 2),
            (["identity", "inspect", garbage, "--anchors", garbage, "--trust", "ee"], 2),
            (["identity", "inspect", garbage, "--trust", "../ee"], 2),
            (["identity", "inspect", garbage, "--anchors", garbage, "--at", "yesterday"], 2),
            (["identity", "inspect", garbage, "--anchors", garbage], 1),
            (["identity", "inspect", empty, "--anchors", empty], 1),
            (["webeid", "verify", "--token", empty, "--nonce", "n", "--origin", "o"], 2),
            (["webeid", "verify", "--token", empty, "--nonce", "n", "--origin", "o", "--signature-only"], 1),
            (["certs", "show", "nobody"], 2),
        ] as [([String], Int32)] {
            let run = try await Command.run(Built.ankur, arguments)
            #expect(run.status == status, "\(arguments): \(run.transcript)")
        }
    }
}
