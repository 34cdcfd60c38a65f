import JSONText
import RecordTypes

extension [Issue] {
    /// At most ``WorkerAnswer/mostIssues``; one more says how many were left out.
    func write(to json: inout JSONWriter) {
        json.beginArray()
        for issue in prefix(WorkerAnswer.mostIssues) { issue.write(to: &json) }
        if count > WorkerAnswer.mostIssues {
            let left = count - WorkerAnswer.mostIssues
            Issue(
                .warning, "too-many-issues", .tooLong, "\(left) more findings are not listed.",
                remedy: "Correct the listed ones and validate again."
            ).write(to: &json)
        }
        json.endArray()
    }

    init?(reading json: JSONValue) {
        guard let listed = json.arrayValue, listed.count <= WorkerAnswer.mostIssues + 1 else { return nil }
        let issues = listed.compactMap(Issue.init(reading:))
        guard issues.count == listed.count else { return nil }
        self = issues
    }
}

extension Issue {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("severity")
        json.string(severity.rawValue)
        json.key("code")
        json.string(code)
        json.key("kind")
        json.string(kind.rawValue)
        json.key("message")
        json.string(message)
        if place != .none {
            json.key("place")
            place.write(to: &json)
        }
        json.member("rule", rule) { $1.string($0) }
        json.member("remedy", remedy) { $1.string($0) }
        json.endObject()
    }

    fileprivate init?(reading json: JSONValue) {
        guard let severity = json["severity"]?.stringValue.flatMap(Severity.init(rawValue:)),
            let code = json["code"]?.stringValue, let kind = json["kind"]?.stringValue.flatMap(Kind.init(rawValue:)),
            let message = json["message"]?.stringValue
        else { return nil }
        do {
            self.init(
                severity, code, kind, message, at: try json.read("place", Place.init(reading:)) ?? .none,
                rule: try json.read("rule", \.stringValue), remedy: try json.read("remedy", \.stringValue))
        } catch {
            return nil
        }
    }
}

extension Issue.Place {
    /// `[kind, text, numbers…]`.
    fileprivate func write(to json: inout JSONWriter) {
        json.beginArray()
        switch self {
        case .none: json.string("none")
        case .expression(let text):
            json.string("expression")
            json.string(text)
        case .xpath(let path, let line, let column):
            json.string("xpath")
            json.string(path)
            json.integer(line)
            json.integer(column)
        case .hl7(let place):
            json.string("hl7")
            json.string(place.segment)
            for number in [
                place.sequence, place.field, place.repetition, place.component, place.subcomponent,
            ] { json.integer(number) }
        }
        json.endArray()
    }

    fileprivate init?(reading json: JSONValue) {
        guard let words = json.arrayValue, let kind = words.first?.stringValue else { return nil }
        let numbers = words.dropFirst(2).compactMap { $0.integerValue.map { Int($0) } }
        switch (kind, words.count, numbers.count) {
        case ("none", 1, 0): self = .none
        case ("expression", 2, 0):
            guard let text = words[1].stringValue else { return nil }
            self = .expression(text)
        case ("xpath", 4, 2):
            guard let path = words[1].stringValue else { return nil }
            self = .xpath(path, line: numbers[0], column: numbers[1])
        case ("hl7", 7, 5):
            guard let segment = words[1].stringValue else { return nil }
            self = .hl7(
                Issue.HL7Place(
                    segment: segment, sequence: numbers[0], field: numbers[1], repetition: numbers[2],
                    component: numbers[3], subcomponent: numbers[4]))
        default: return nil
        }
    }
}
