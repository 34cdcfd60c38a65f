/// A language of the pages.
public enum Language: String, Hashable, Sendable, CaseIterable {
    case estonian = "et"
    case english = "en"
    case russian = "ru"

    public var words: Words {
        switch self {
        case .estonian: .estonian
        case .english: .english
        case .russian: .russian
        }
    }

    /// As its own speakers write it.
    var name: String {
        switch self {
        case .estonian: "Eesti"
        case .english: "English"
        case .russian: "Русский"
        }
    }

    /// Where a visitor chooses it.
    public var path: String { "/language/\(rawValue)" }

    /// The language an Accept-Language field asks for most (RFC 9110 §12.5.4); nil when it is none of ours.
    public init?(accepted field: String) {
        let ranges = field.split(separator: ",").enumerated().compactMap { place, range -> (Language, Int, Int)? in
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let tag = parts.first, let language = Language(rawValue: String(tag.prefix { $0 != "-" })) else {
                return nil
            }
            let weight =
                parts.dropFirst().first { $0.hasPrefix("q=") }.map { Self.thousandths($0.dropFirst(2)) } ?? 1000
            return weight == 0 ? nil : (language, weight, -place)
        }
        guard let best = ranges.max(by: { ($0.1, $0.2) < ($1.1, $1.2) }) else { return nil }
        self = best.0
    }

    /// `0.8` is 800; what is no weight is none.
    private static func thousandths(_ text: Substring) -> Int {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first.flatMap({ Int($0) }), whole == 0 || whole == 1 else { return 0 }
        guard whole == 0, parts.count == 2, parts[1].count <= 3, let fraction = Int(parts[1]), fraction >= 0 else {
            return whole * 1000
        }
        return fraction * [100, 10, 1][parts[1].count - 1]
    }
}
