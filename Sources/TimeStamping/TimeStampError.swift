/// Why a time-stamp proves nothing.
public struct TimeStampError: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// No DER of a reply, or bytes behind it.
        case malformed
        /// The authority did not grant a time-stamp.
        case refused
        /// It is over other data.
        case otherImprint = "other-imprint"
        /// It answers another request.
        case otherNonce = "other-nonce"
        case badSignature = "bad-signature"
        /// The signer's certificate does not lead to an anchor, or not at the time asked for.
        case untrusted
        /// The signer's certificate is not for time-stamping alone, by a critical extension (RFC 3161 §2.3).
        case notForTimeStamping = "not-for-time-stamping"
        /// The anchors are no PEM certificates.
        case noAnchors = "no-anchors"
        case outOfMemory = "out-of-memory"
    }

    public let code: Code
    /// The reply's PKIStatus where the authority refused.
    public let status: Int64?

    init(_ code: Code, status: Int64? = nil) {
        self.code = code
        self.status = status
    }
}

extension TimeStampError: CustomStringConvertible {
    public var description: String { status.map { "\(code.rawValue), status \($0)" } ?? code.rawValue }
}
