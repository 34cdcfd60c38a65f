/// Why a log's or a witness's server did not give what it was asked for.
public struct LogServerError: Error, Hashable, Sendable, CustomStringConvertible {
    public let url: String
    /// The HTTP status that no rule allows here.
    public let status: UInt

    public var description: String { "\(url) answers \(status)" }
}
