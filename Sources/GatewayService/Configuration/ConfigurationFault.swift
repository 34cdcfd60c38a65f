/// One thing that is wrong with a configuration: where, which key, what, and what to do about it.
public struct ConfigurationFault: Error, Hashable, Sendable {
    public enum Place: Hashable, Sendable {
        /// One-based line of the file; 0 when the whole file is meant.
        case line(Int)
        /// The environment variable that overrides the key.
        case environment(String)
    }

    public let place: Place
    /// `listeners.providers.port`; empty for the whole file.
    public let key: String
    public let problem: String
    public let remedy: String

    public init(_ place: Place, key: String, problem: String, remedy: String) {
        self.place = place
        self.key = key
        self.problem = problem
        self.remedy = remedy
    }

    /// `gateway.yaml:12: listeners.providers.port: is no number; give a port from 0 to 65535`.
    public func text(file: String) -> String {
        let source =
            switch place {
            case .line(let line): "\(file):\(line)"
            case .environment(let name): name
            }
        return "\(source): \(key.isEmpty ? "" : "\(key): ")\(problem); \(remedy)"
    }
}

/// All faults of one configuration.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    public let file: String
    public let faults: [ConfigurationFault]

    public var description: String { faults.map { $0.text(file: file) }.joined(separator: "\n") }
}
