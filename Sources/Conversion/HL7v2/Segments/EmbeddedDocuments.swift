import FHIR
import HL7v2
import JSONText
import Profiles
import RecordTypes

extension MessageMapping {
    /// A CDA document inside of an attachment (ED of an OBX, as MDM and ORU carry it): converted as CDA, its resources beside those of
    /// the message. The attachment keeps the document itself.
    ///
    /// The person of both must be one: the document's Patient gives way to the message's, which its resources then refer to. A document
    /// about several people, or about another one, refuses the message.
    /// - Returns: the embedded document's Composition; nil for what is no CDA, or cannot be converted, which is reported.
    mutating func adoptDocument(in attachment: Attachment, at place: Issue.HL7Place) -> Reference? {
        guard let data = attachment.data, let bytes = try? Base64.bytes(data.utf8, isExact: false),
            Self.isClinicalDocument(bytes)
        else {
            return nil
        }
        var options = options
        options.convertsRefused = true
        let outcome = convertCDA(bytes, profiles: profiles, options: options)
        for issue in outcome.issues { findings.add(issue.asRemark) }
        guard let parts = outcome.parts else {
            report(
                .warning, "hl7-embedded-document", .incomplete,
                "The embedded CDA document could not be converted; it is kept as it was sent.", at: place,
                rule: "CDA R2", remedy: "Correct the document; the other findings say where.")
            return nil
        }
        guard outcome.header.patientCount > 0 else {
            report(
                .warning, "hl7-embedded-document", .incomplete,
                "The embedded CDA document names no patient; it is kept as it was sent.", at: place,
                rule: "CDA R2 4.2.2.1", remedy: "Name the patient in recordTarget.")
            return nil
        }
        guard outcome.header.patientCount == 1, isAboutOurPatient(parts, outcome.header) else {
            report(
                .error, "hl7-embedded-patient", .multipleMatches,
                "The embedded document is about another person than the message.", at: place,
                rule: "One record concerns one person.", remedy: "Send each document under its own patient.")
            return nil
        }
        return adopt(parts)
    }

    /// National numbers decide where both have one. Else no authority that both name may carry different numbers.
    private mutating func isAboutOurPatient(_ parts: BundleParts, _ header: DocumentHeader) -> Bool {
        let own = Set(knownPatients)
        if !own.isEmpty, header.patients.contains(where: { $0.scheme != .local }) {
            return !own.isDisjoint(with: header.patients)
        }
        var numbers: [String: Set<String>] = [:]
        for repetition in patientIdentifiers {
            guard let identifier = identifier(repetition), let system = identifier.system, let value = identifier.value
            else { continue }
            numbers[system, default: []].insert(value)
        }
        let told = Self.patientNumbers(parts)
        guard told.allSatisfy({ system, values in numbers[system].map { !$0.isDisjoint(with: values) } ?? true }) else {
            return false
        }
        // Without a number of one authority in both, two days of birth are two people.
        if told.keys.contains(where: { numbers[$0] != nil }) { return true }
        guard let own = groups.patients.first.flatMap({ date($0[7]) }), let other = Self.birthDate(parts) else {
            return true
        }
        let common = min(own.utf8.count, other.utf8.count)
        return own.prefix(common) == other.prefix(common)
    }

    private static func birthDate(_ parts: BundleParts) -> String? {
        for entry in parts.entries where entry.resourceType == "Patient" {
            // Written by this very program a moment ago.
            guard let value = try? JSONValue(parsing: entry.bytes) else { continue }
            return value["resource"]?["birthDate"]?.stringValue
        }
        return nil
    }

    /// The identifiers of the document's Patient by their systems.
    private static func patientNumbers(_ parts: BundleParts) -> [String: Set<String>] {
        var numbers: [String: Set<String>] = [:]
        for entry in parts.entries where entry.resourceType == "Patient" {
            // Written by this very program a moment ago.
            guard let value = try? JSONValue(parsing: entry.bytes) else { continue }
            for identifier in value["resource"]?["identifier"]?.arrayValue ?? [] {
                guard let system = identifier["system"]?.stringValue, let number = identifier["value"]?.stringValue
                else { continue }
                numbers[system, default: []].insert(number)
            }
        }
        return numbers
    }

    private mutating func adopt(_ parts: BundleParts) -> Reference? {
        let replaced = patient.reference == nil ? nil : parts.entries.first { $0.resourceType == "Patient" }?.fullURL
        var composition: Reference?
        for entry in parts.entries where entry.fullURL != replaced {
            // Written by this very program a moment ago.
            guard let value = try? JSONValue(parsing: entry.bytes), let resource = value["resource"] else { continue }
            let own = replaced.map { resource.referring(to: patient.reference ?? $0, insteadOf: $0) } ?? resource
            resources.adopt(.other(type: entry.resourceType, own), fullURL: entry.fullURL)
            if composition == nil, entry.resourceType == "Composition" {
                composition = Reference(reference: entry.fullURL, display: resource["title"]?.stringValue)
            }
        }
        return composition
    }

    /// XML that names the root of CDA near its beginning.
    private static func isClinicalDocument(_ bytes: [UInt8]) -> Bool {
        let head = bytes.prefix(8_192).filter { $0 != 0 }
        guard head.first(where: { $0 > 0x20 && $0 < 0x80 }) == UInt8(ascii: "<") else { return false }
        let name = Array("ClinicalDocument".utf8)
        return head.indices.contains { head[$0] == name[0] && head[$0...].starts(with: name) }
    }
}

extension Issue {
    /// The finding about a part, which alone refuses nothing.
    fileprivate var asRemark: Issue {
        var issue = self
        if refuses { issue.severity = .warning }
        return issue
    }
}

extension JSONValue {
    /// The value with one reference in place of another.
    fileprivate func referring(to new: String, insteadOf old: String) -> JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.map { member in
                    member.key == "reference" && member.value == .string(old)
                        ? JSONMember(key: member.key, value: .string(new))
                        : JSONMember(key: member.key, value: member.value.referring(to: new, insteadOf: old))
                })
        case .array(let values): .array(values.map { $0.referring(to: new, insteadOf: old) })
        case .string, .number, .bool, .null: self
        }
    }
}
