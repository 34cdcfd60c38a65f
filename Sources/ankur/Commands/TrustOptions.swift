import Foundation
import TimeStamping
import TransparencyLog

/// Reads what an auditor trusts: keys and policies, from files or as text.
enum TrustOptions {
    /// A verifier key as text: the words themselves, or the content of the file that they name.
    static func keyText(_ words: String) throws -> String {
        guard !words.contains("+") || FileManager.default.fileExists(atPath: words) else { return words }
        let text = String(decoding: try contents(of: words), as: UTF8.self)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    static func policy(inFile path: String) throws -> TlogPolicy {
        do {
            return try TlogPolicy(bytes: contents(of: path))
        } catch let error as TransparencyLogError {
            throw CommandFailure.impossible("\(path):\(error.place ?? 1): the policy cannot be used: \(error)")
        }
    }

    static func roots(inFile path: String) throws -> TimeStampAnchors {
        do {
            return try TimeStampAnchors(pem: contents(of: path))
        } catch let error as TimeStampError {
            throw CommandFailure.impossible("\(path) holds no PEM certificates, or something else: \(error)")
        }
    }

    static func contents(of path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.impossible("\(path) cannot be read")
        }
        return [UInt8](data)
    }
}
