internal import RecordTypes

/// Issues as bytes for one sealed column: a version, a count, then each issue's parts in order of declaration.
enum IssueCoding {
    private static let version = 1

    static func bytes(of issues: [Issue]) -> [UInt8] {
        var coding = ByteCoding()
        coding.append(version)
        coding.append(issues.count)
        for issue in issues {
            coding.append(issue.severity.rawValue)
            coding.append(issue.code)
            coding.append(issue.kind.rawValue)
            coding.append(issue.message)
            append(issue.place, to: &coding)
            coding.append(issue.rule)
            coding.append(issue.remedy)
        }
        return coding.bytes
    }

    /// Nil when these are not issues.
    static func issues(in bytes: [UInt8]) -> [Issue]? {
        var reading = ByteReading(bytes)
        guard reading.integer() == version, let count = reading.integer(), count >= 0, count <= bytes.count else {
            return nil
        }
        var issues: [Issue] = []
        for _ in 0..<count {
            guard let severity = reading.text().flatMap(Issue.Severity.init(rawValue:)), let code = reading.text(),
                let kind = reading.text().flatMap(Issue.Kind.init(rawValue:)), let message = reading.text(),
                let place = place(in: &reading), let rule = reading.optionalText(), let remedy = reading.optionalText()
            else { return nil }
            issues.append(Issue(severity, code, kind, message, at: place, rule: rule, remedy: remedy))
        }
        return reading.isAtEnd ? issues : nil
    }

    private static func append(_ place: Issue.Place, to coding: inout ByteCoding) {
        switch place {
        case .none:
            coding.append(0)
        case .xpath(let path, let line, let column):
            coding.append(1)
            coding.append(path)
            coding.append(line)
            coding.append(column)
        case .hl7(let place):
            coding.append(2)
            coding.append(place.segment)
            for number in [place.sequence, place.field, place.repetition, place.component, place.subcomponent] {
                coding.append(number)
            }
        case .expression(let expression):
            coding.append(3)
            coding.append(expression)
        }
    }

    private static func place(in reading: inout ByteReading) -> Issue.Place? {
        switch reading.integer() {
        case 0:
            return Issue.Place.none
        case 1:
            guard let path = reading.text(), let line = reading.integer(), let column = reading.integer() else {
                return nil
            }
            return .xpath(path, line: line, column: column)
        case 2:
            guard let segment = reading.text(), let sequence = reading.integer(), let field = reading.integer(),
                let repetition = reading.integer(), let component = reading.integer(),
                let subcomponent = reading.integer()
            else { return nil }
            return .hl7(
                Issue.HL7Place(
                    segment: segment, sequence: sequence, field: field, repetition: repetition, component: component,
                    subcomponent: subcomponent))
        case 3:
            return reading.text().map { .expression($0) }
        default:
            return nil
        }
    }
}
