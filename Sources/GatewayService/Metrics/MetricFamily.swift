/// Samples of one name as Prometheus' text exposition format 0.0.4 writes them.
struct MetricFamily {
    enum Kind: String {
        case counter
        case gauge
        case histogram
    }

    let name: String
    let kind: Kind
    /// Suffix of the name (`_sum`), labels in order, value.
    var samples: [(suffix: String, labels: [(String, String)], value: Double)] = []

    /// Names may hold `[a-zA-Z0-9_:]` only and start with no digit.
    static func name(_ label: String) -> String {
        var name = ""
        for scalar in label.unicodeScalars {
            let isAllowed =
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) || scalar == ":"
            name.unicodeScalars.append(isAllowed ? scalar : "_")
        }
        if let first = name.unicodeScalars.first, ("0"..."9").contains(first) { name = "_" + name }
        return name
    }

    var text: String {
        var text = "# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            text += name + sample.suffix
            if !sample.labels.isEmpty {
                let labels = sample.labels.map { "\(Self.name($0.0))=\"\(Self.escaped($0.1))\"" }
                text += "{\(labels.joined(separator: ","))}"
            }
            text += " \(Self.number(sample.value))\n"
        }
        return text
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        guard let whole = Int64(exactly: value) else { return "\(value)" }
        return "\(whole)"
    }
}
