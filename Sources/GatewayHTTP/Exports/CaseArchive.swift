import AccessLog
import Crypto
public import Gateway
import Ledger
import RecordTypes
public import ReportSigning
import Reporting

/// A case for a court, in one archive that needs no software of ours.
///
/// ```text
/// README.txt         what this is, and how each part is checked
/// case.txt           stage, dates, looks and steps, for people
/// looks.ndjson       the looks, one object a line
/// proof-17.zip       look or step 17: its statement, its entry, and the proof that it stands on the public log
/// SHA256SUMS         of every other file
/// SHA256SUMS.p7s     the ministry's signature over SHA256SUMS, where the gateway has a seal
/// report-seal.pem    the certificate it was made with
/// ```
public enum CaseArchive {
    /// A POSIX tar; the same evidence gives the same bytes but for the signature.
    /// - Throws: when the seal does not sign.
    public static func tar(_ evidence: CaseEvidence, text: String, seal: ReportSeal?) throws -> [UInt8] {
        let looks = evidence.file.looks.map { AccessReportRow(event: $0.event, ledgerIndex: $0.index) }
        var files: [(name: String, content: [UInt8])] = [
            ("README.txt", Array(readme(evidence, isSigned: seal != nil).utf8)), ("case.txt", Array(text.utf8)),
            ("looks.ndjson", NewlineDelimited.bytes(of: looks)),
        ]
        for proof in evidence.proofs { files.append(("proof-\(proof.index).zip", proof.bundle.zip)) }
        let sums = Array(
            files.map { "\(Hex.text(Array(SHA256.hash(data: $0.content))))  \($0.name)\n" }.joined().utf8)
        files.append(("SHA256SUMS", sums))
        if let seal {
            files.append(("SHA256SUMS.p7s", try seal.signature(over: sums)))
            files.append(("report-seal.pem", seal.certificate))
        }
        let tar = TarWriter(time: evidence.made.seconds)
        return files.flatMap { tar.file($0.name, $0.content) } + TarWriter.end
    }

    private static func readme(_ evidence: CaseEvidence, isSigned: Bool) -> String {
        let signature =
            isSigned
            ? """
            2. That the ministry made it, with the authority's certificate in authority.pem:
                 openssl cms -verify -inform DER -in SHA256SUMS.p7s -content SHA256SUMS -binary -CAfile authority.pem -out /dev/null
            """
            : "2. It is not signed: the gateway has no seal. What the log proves does not depend on it."
        return """
            Case \(evidence.file.state.id), file number \(evidence.caseNumber), made \(evidence.made).

            1. That nothing was altered on the way:
                 sha256sum -c SHA256SUMS
            \(signature)
            3. That each look and each step stands on the public, witnessed log since the time it says: unpack a proof-….zip;
               its own README.txt says how, with sha256sum, openssl and Go alone. `ankur evidence verify` does the same.

            What this cannot show: that there was no other look. For that see the log's statement of completeness, and the person's own
            counters, which the person can check.
            """ + "\n"
    }
}

/// A file with its signature beside it, where the gateway has a seal.
enum SignedFile {
    /// The file alone, or an archive of the file, its signature and the certificate.
    static func bytes(_ content: [UInt8], named name: String, seal: ReportSeal, time: Int64) throws -> [UInt8] {
        let tar = TarWriter(time: time)
        return tar.file(name, content) + tar.file("\(name).p7s", try seal.signature(over: content))
            + tar.file("report-seal.pem", seal.certificate) + TarWriter.end
    }
}
