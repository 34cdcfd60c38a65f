public import FHIR
import JSONText
public import RecordTypes

/// A patient summary put together from a person's records: a FHIR document Bundle in the shape of the International Patient Summary.
///
/// A pure function: which records may be looked into is decided before, when and under which name it is made are arguments. The same records give the
/// same Bundle. No profile is claimed: sections, codes and narrative are those of the IPS, the resources are what senders said.
///
/// What of many statements is shown: each section's rules stand in `SummarySection`. Statements that are withdrawn, refuted, cancelled or not done are left
/// out; of statements about the same code the newest stands for the rest where it says how things are (problems, allergies, medication, measurements),
/// and each day stands for itself where something was done (immunizations, procedures). What concerns another person than the patient, a relative or
/// a newborn, is left out.
public struct PatientSummary: Sendable {
    private var chosen: [SummarySection: [Statement]] = [:]
    private var seen: [SummarySection: Set<String>] = [:]
    /// Everything that may be referred to, by the name it has in the summary.
    private var resources: [String: JSONValue] = [:]
    private var patientURL: String?
    private var count = 0

    private struct Statement {
        let url: String
        let resource: JSONValue
    }

    /// - Parameter records: the newest first.
    public init(of records: some Sequence<SummarizedRecord>) {
        for record in records { add(record) }
    }

    /// The document.
    /// - Parameters:
    ///   - name: 16 bytes that no other document has.
    ///   - patient: how the person is named where no record says more.
    ///   - isPartial: whether there are older records that were not looked into. The summary says so.
    /// - Throws: ``FHIRError`` for a stored resource that is none of R4.
    public func bundle(
        named name: [UInt8], of patient: Identifier, at now: Instant, isPartial: Bool
    ) throws(FHIRError) -> Bundle {
        precondition(name.count == 16, "a UUID has 16 bytes")
        let urn = SummaryName.urn(name)
        let patientName = patientURL ?? SummaryName.urn(name.map { $0 ^ 0x55 })
        let author = SummaryName.urn(name.map { $0 ^ 0xAA })
        var bundle = Bundle(type: .document)
        bundle.identifier = Identifier(system: "urn:ietf:rfc:3986", value: urn)
        bundle.timestamp = now.description
        bundle.entry = [Bundle.Entry(fullUrl: urn, resource: composition(patientName, author, now, isPartial).asAny)]
        if let known = patientURL, let resource = resources[known] {
            bundle.entry.append(Bundle.Entry(fullUrl: known, resource: try AnyResource(reading: resource)))
        } else {
            var unknown = Patient()
            unknown.identifier = [patient]
            bundle.entry.append(Bundle.Entry(fullUrl: patientName, resource: unknown.asAny))
        }
        var device = Device()
        device.deviceName = [Device.DeviceName(name: "Ankur", type: .userFriendlyName)]
        bundle.entry.append(Bundle.Entry(fullUrl: author, resource: device.asAny))
        for url in everythingReferredTo() {
            guard let resource = resources[url] else { continue }
            bundle.entry.append(Bundle.Entry(fullUrl: url, resource: try AnyResource(reading: resource)))
        }
        return bundle
    }

    // MARK: Gathering

    private mutating func add(_ record: SummarizedRecord) {
        count += 1
        let patient = record.patientURL
        var names: [String: String] = [:]
        for (place, entry) in record.entries.enumerated() { names[entry.fullURL] = record.name(of: place) }
        if let patient {
            // The newest record's Patient is the summary's; older ones are the same person.
            if patientURL == nil { patientURL = names[patient] }
            names[patient] = patientURL
        }
        for entry in record.entries where entry.resource["resourceType"]?.stringValue != "Composition" {
            guard let url = names[entry.fullURL], resources[url] == nil else { continue }
            let resource = entry.resource.renaming(names).named(SummaryName.id(in: url))
            resources[url] = resource
            guard let patientURL, resource.isAbout(patientURL), let section = SummarySection(of: resource),
                seen[section, default: []].insert(resource.identity(in: section, else: url)).inserted
            else { continue }
            chosen[section, default: []].append(Statement(url: url, resource: resource))
        }
    }

    /// What the sections name and whatever that refers to, each once, in the order in which it is met.
    private func everythingReferredTo() -> [String] {
        var found: [String] = []
        var known: Set<String> = []
        if let patientURL { known.insert(patientURL) }
        var waiting = SummarySection.allCases.flatMap { (chosen[$0] ?? []).map(\.url) }
        if let patientURL, let patient = resources[patientURL] { waiting += patient.references }
        waiting.reverse()
        while let url = waiting.popLast() {
            guard let resource = resources[url], known.insert(url).inserted else { continue }
            found.append(url)
            waiting += resource.references.reversed()
        }
        return found
    }

    // MARK: The document's head

    private func composition(
        _ patient: String, _ author: String, _ now: Instant, _ isPartial: Bool
    ) -> Composition {
        var composition = Composition(
            status: .final,
            type: CodeableConcept(coding: [
                Coding(system: SummaryNarrative.loinc, code: "60591-5", display: "Patient summary Document")
            ]),
            date: now.description, author: [Reference(reference: author)], title: "Patient summary")
        composition.language = "en"
        composition.subject = Reference(reference: patient)
        composition.text = SummaryNarrative.origin(records: count, isPartial: isPartial)
        composition.event = [
            Composition.Event(
                code: [
                    CodeableConcept(coding: [
                        Coding(system: "http://terminology.hl7.org/CodeSystem/v3-ActClass", code: "PCPR")
                    ])
                ], period: Period(end: now.description))
        ]
        composition.section = SummarySection.allCases.compactMap { section in
            let statements = chosen[section] ?? []
            guard section.isRequired || !statements.isEmpty else { return nil }
            var part = Composition.Section(
                title: section.title,
                code: CodeableConcept(coding: [
                    Coding(system: SummaryNarrative.loinc, code: section.code, display: section.display)
                ]),
                text: SummaryNarrative.section(section, statements.map(\.resource)),
                entry: statements.map { Reference(reference: $0.url) })
            if statements.isEmpty {
                part.emptyReason = CodeableConcept(
                    coding: [
                        Coding(
                            system: "http://terminology.hl7.org/CodeSystem/list-empty-reason", code: "unavailable",
                            display: "Unavailable")
                    ], text: "Nothing is known here, which does not say that there is nothing.")
            }
            return part
        }
        return composition
    }
}

extension SummarizedRecord {
    /// Whom the document is about: the subject of its first entry, or the only Patient there.
    fileprivate var patientURL: String? {
        let patients = entries.filter { $0.resource["resourceType"]?.stringValue == "Patient" }.map(\.fullURL)
        if let subject = entries.first?.resource["subject"]?["reference"]?.stringValue, patients.contains(subject) {
            return subject
        }
        return patients.count == 1 ? patients[0] : nil
    }
}

extension JSONValue {
    /// Every `reference` that names an entry of the record, by the name that it has in the summary.
    fileprivate func renaming(_ names: [String: String]) -> JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.map { member in
                    if member.key == "reference", let name = member.value.stringValue.flatMap({ names[$0] }) {
                        return JSONMember(key: member.key, value: .string(name))
                    }
                    return JSONMember(key: member.key, value: member.value.renaming(names))
                })
        case .array(let values): .array(values.map { $0.renaming(names) })
        default: self
        }
    }

    /// The resource under another `id`: the one that its record gave it is the same for every reader.
    fileprivate func named(_ id: String) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.map { $0.key == "id" ? JSONMember(key: "id", value: .string(id)) : $0 })
    }

    /// What it refers to, in its own order.
    fileprivate var references: [String] {
        switch self {
        case .object(let members):
            members.flatMap { member in
                member.key == "reference" ? [member.value.stringValue].compactMap(\.self) : member.value.references
            }
        case .array(let values): values.flatMap(\.references)
        default: []
        }
    }

    /// Whether it is a statement about this patient and nobody else.
    fileprivate func isAbout(_ patient: String) -> Bool {
        let subject = self["subject"] ?? self["patient"]
        return subject?["reference"]?.stringValue == patient && self["focus"] == nil
    }

    /// Two statements with the same one are about the same thing, as far as a summary goes.
    fileprivate func identity(in section: SummarySection, else unique: String) -> String {
        guard let coding = SummaryNarrative.concept(of: self)?["coding"]?.arrayValue?.first,
            let code = coding["code"]?.stringValue
        else {
            // Without a code, the same words about the same day are the same statement.
            let words = SummaryNarrative.name(of: self)
            return words == SummaryNarrative.nameless
                ? unique : "\(words)\u{0}\(SummaryNarrative.time(of: self) ?? "")"
        }
        let type = self["resourceType"]?.stringValue ?? ""
        // A report is about one day, whatever its code; a medication is the same one, stated or prescribed.
        let isOfOneDay = !section.keepsNewestOfCode || type == "DiagnosticReport"
        return [
            section == .medications ? "" : type, coding["system"]?.stringValue ?? "", code,
            isOfOneDay ? SummaryNarrative.time(of: self) ?? "" : "", section == .familyHistory ? unique : "",
        ].joined(separator: "\u{0}")
    }
}
