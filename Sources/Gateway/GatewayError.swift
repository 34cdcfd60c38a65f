public import RecordTypes

/// Why a use case gave no result. Doors turn it into an OperationOutcome, an ACK or a page, in one file each.
///
/// No case tells a reader that something exists: what is restricted and what is unknown are both ``Code/notFound``.
public struct GatewayError: Error, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The document has faults; `issues` names all of them. Do not resend unchanged.
        case documentRefused
        /// Another document of this institution has the same identifier and other content.
        case documentConflict
        /// There is no such thing for this reader.
        case notFound
        /// The role of whoever asks does not allow it; only said where that tells nothing about anybody.
        case notPermitted
        /// The request itself is wrong; `issues` says how.
        case invalidRequest
        /// All workers are busy; try again.
        case busy
        /// A worker crashed or ran out of time on this very document; others are not concerned.
        case conversionFailed
        /// A durable step could not be made, so nothing is acknowledged or released; try again.
        case unavailable
        /// What is stored no longer matches what was anchored; it is not served.
        case payloadDamaged
    }

    public let code: Code
    public let issues: [Issue]
    /// The error of the layer below, for logs; never part of an answer.
    public let cause: (any Error)?
    let file: String
    let line: Int

    public init(
        _ code: Code, issues: [Issue] = [], cause: (any Error)? = nil, file: String = #fileID, line: Int = #line
    ) {
        self.code = code
        self.issues = issues
        self.cause = cause
        self.file = file
        self.line = line
    }
}

extension GatewayError: CustomStringConvertible {
    /// Fit for logs: no values of documents or people.
    public var description: String {
        let reasons = issues.filter(\.refuses).map(\.code).joined(separator: ",")
        let below = cause.map { " after \(type(of: $0))" } ?? ""
        return "\(code.rawValue)\(reasons.isEmpty ? "" : " [\(reasons)]")\(below) at \(file):\(line)"
    }
}

extension GatewayError {
    /// Runs a step whose failure means "we cannot now": nothing was acknowledged, the caller may try again.
    static func unavailableIfFailing<Result>(
        file: String = #fileID, line: Int = #line, _ step: () async throws -> Result
    ) async throws(GatewayError) -> Result {
        do {
            return try await step()
        } catch let error as GatewayError {
            throw error
        } catch {
            throw GatewayError(.unavailable, cause: error, file: file, line: line)
        }
    }
}
