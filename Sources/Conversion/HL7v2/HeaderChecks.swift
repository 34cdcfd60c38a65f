import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    private static let versions: Set<String> = [
        "2.1", "2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1", "2.8.2", "2.9",
    ]

    /// The longest that any version allows MSH-10 to be.
    private static let controlIDLimit = 199

    /// Everything that MSH and PID must say; all faults are reported.
    /// - Returns: what the message is; nil when it cannot be filed at all.
    mutating func checkHeader() -> MessageType? {
        checkRequirements()
        checkControlID()
        checkVersion()
        checkProcessing()
        checkPatients()
        checkMerge()
        checkLink()
        checkSpelling()
        for place in message.truncations() {
            report(
                .warning, "hl7-truncated", .incomplete,
                "The sender says that it cut a value off; what is kept is only its beginning.", at: place,
                rule: "HL7 v2.7 2.5.5.2", remedy: "Send the whole value, or the truncation character in text as \\P\\.")
        }
        for place in message.unknownEscapes() {
            report(
                .warning, "hl7-unknown-escape", .value,
                "An escape sequence has no meaning here; its text was kept as it stands.",
                at: place, rule: "HL7 v2 2.7", remedy: "Write a backslash in text as \\E\\.")
        }
        for place in message.nulls() {
            report(
                .information, "hl7-delete", .informational,
                "The sender says that there is no value; the record has none.", at: place, rule: "HL7 v2 2.5.3.1")
        }
        if messageTime == nil, message.header[7].hasValue || !findings.issues.contains(where: \.refuses) {
            report(
                .error, "hl7-invalid-time", .value, "The message's time is not a possible one.",
                at: message.header[7].place, rule: "HL7 v2 2A.21 DTM",
                remedy: "Send an existing date as YYYYMMDDHHMMSS±ZZZZ.")
        }
        return checkType()
    }

    private mutating func checkRequirements() {
        for requirement in profiles.messageRequirements {
            guard case .field(let element) = requirement.condition, let hyphen = element.utf8.firstIndex(of: 0x2D),
                let number = Int(element[element.utf8.index(after: hyphen)...])
            else { continue }
            let name = String(element[..<hyphen])
            if let segment = message.first(name), segment[number].hasValue { continue }
            var issue = requirement.issue(at: .hl7(Issue.HL7Place(segment: name, field: number)))
            // Whether a message without a person can be filed is the gateway's to say where the converter may be lenient.
            if name == "PID", options.acceptLocalIdentifiers, issue.severity == .error { issue.severity = .warning }
            // A document needs a time; the event's own does as well.
            if name == "MSH", number == 7, messageTime != nil { issue.severity = .warning }
            findings.add(issue)
        }
    }

    /// Every acknowledgement repeats it whole.
    private mutating func checkControlID() {
        guard let id = message.header[10].text, id.utf8.count > Self.controlIDLimit else { return }
        report(
            .error, "hl7-control-id-too-long", .tooLong,
            "The message control id is longer than \(Self.controlIDLimit) bytes.", at: message.header[10].place,
            rule: "HL7 v2.7: MSH-10 has 1 to 199 characters", remedy: "Number messages with fewer characters.")
    }

    private mutating func checkVersion() {
        guard let version = message.header[12].text, !Self.versions.contains(version) else { return }
        report(
            .error, "hl7-unsupported-version", .notSupported, "This version of HL7 is not supported.",
            at: message.header[12].place, rule: "HL7 table 0104", remedy: "Send version 2.1 to 2.9.")
    }

    private mutating func checkProcessing() {
        let field = message.header[11]
        guard let id = field.text, id != "P" else { return }
        if options.productionMode {
            report(
                .error, "hl7-processing-id", .forbidden, "The message is not meant for production.", at: field.place,
                rule: "HL7 table 0103", remedy: "Send MSH-11 P to this gateway, and tests to a test gateway.")
        } else {
            meta = .tagged(id)
            report(
                .information, "hl7-processing-id", .informational,
                "The message says that it is not meant for production.",
                at: field.place, rule: "HL7 table 0103")
        }
    }

    /// A24 and A37 concern two records: each is told by itself, and their link or its end nowhere.
    private mutating func checkLink() {
        guard ["A24", "A37"].contains(triggerEvent ?? "") else { return }
        report(
            .warning, "hl7-link-not-converted", .incomplete,
            "The message links or unlinks two records; each is kept by itself, the link stands in the source only.",
            at: message.header[9].place, rule: "HL7 v2 3.3.24, 3.3.37",
            remedy: "Send A40 for two records of one person.")
    }

    /// MSH-2 and MSH-18 where they can be read, but not as they stand.
    private mutating func checkSpelling() {
        let header = message.header
        if Delimiters.hasDoubledEscape(header[2].bytes) {
            report(
                .warning, "hl7-doubled-escape", .structure,
                "MSH-2 names the escape character twice; it was taken as once.", at: header[2].place,
                rule: "HL7 v2 2.5.4", remedy: "Send MSH-2 as ^~\\&.")
        }
        if let name = header[18].text, CharacterSet(hl7Name: name) == nil {
            report(
                .warning, "hl7-unknown-character-set", .codeInvalid,
                "MSH-18 names no character set of the table; the message is plain ASCII and was read as that.",
                at: header[18].place, rule: "HL7 table 0211", remedy: "Send UNICODE UTF-8, ASCII or 8859/1 to 8859/16.")
        }
    }

    private mutating func checkType() -> MessageType? {
        let field = message.header[9]
        guard let code = field[1][1].text else {
            // An empty field is named by the profiles' requirements; one that holds separators or blanks is not.
            if !findings.issues.contains(where: \.refuses) {
                report(
                    .error, "hl7-required-field", .required, "The message does not name its type.", at: field.place,
                    rule: "HL7 v2 2.14.9.9", remedy: "Send MSH-9.")
            }
            return nil
        }
        switch profiles.messageSupport(message: code, event: triggerEvent ?? "") {
        case .supported(let type): return type
        case .unsupportedEvent:
            report(
                .error, "hl7-unsupported-event", .notSupported,
                "This trigger event of the message type is not supported.",
                at: field[1][2].place, rule: "profiles: message-types.tsv",
                remedy: "Send an event that the profiles list.")
        case .unsupportedType:
            report(
                .error, "hl7-unsupported-message-type", .notSupported, "This message type is not supported.",
                at: field[1][1].place, rule: "profiles: message-types.tsv",
                remedy: "Send a message type that the profiles list.")
        }
        return nil
    }

    private mutating func checkPatients() {
        if groups.patients.count > 1 {
            report(
                .error, "hl7-several-patients", .multipleMatches, "The message has more than one PID.",
                at: groups.patients[1].place, rule: "One record concerns one person.",
                remedy: "Send one message for each patient.")
        }
        guard let pid = groups.patients.first else { return }
        var known = UniqueList<PersonIdentifier>()
        for repetition in patientIdentifiers {
            guard let system = personSystem(of: repetition), let number = repetition[1].text else { continue }
            do throws(PersonNumberError) {
                let person = try system.identifier(number)
                known.append(person)
            } catch {
                report(
                    .error, "hl7-person-number", .value, "A national identifier fails its own check.",
                    at: repetition.place,
                    rule: "The identifier system's check digit and date", remedy: "Correct the number at the source.")
            }
        }
        if known.values.count > 1 {
            report(
                .error, "hl7-patient-ambiguous", .multipleMatches, "PID names more than one national identifier.",
                at: pid[3].place,
                rule: "One record concerns one person.", remedy: "Send the identifier of one person only.")
        }
    }
}
