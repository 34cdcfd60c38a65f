import Foundation
import Identity

/// Certificates, lists and answers in files: PEM, one or several, or one in DER.
enum CertificateFiles {
    /// DER of everything of this kind in a file. What cannot be read as PEM is taken for DER as it stands: whoever looks into it says what
    /// it is.
    /// - Throws: a failure with exit code 2 when there is no such file.
    static func contents(of path: String, labels: Set<String> = ["CERTIFICATE"]) throws -> [[UInt8]] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.impossible("\(path) cannot be read")
        }
        guard data.range(of: Data("-----BEGIN ".utf8)) != nil else { return [[UInt8](data)] }
        let text = String(decoding: data, as: UTF8.self)
        return PEMBlocks.contents(of: text, labels: labels) ?? [[UInt8](data)]
    }

    static func contents(of paths: [String], labels: Set<String> = ["CERTIFICATE"]) throws -> [[UInt8]] {
        try paths.flatMap { try contents(of: $0, labels: labels) }
    }
}

/// How a command answers.
enum AnswerFormat: String, CaseIterable, Sendable {
    case text
    case json
}
