import FHIR
import HL7v2
import MarkupText
import Profiles
import RecordTypes

extension MessageMapping {
    /// What the message's segments hold and nothing here takes up, said by segment.
    mutating func reportWhatIsNotMapped() {
        for segment in groups.others where !["SFT", "UAC", "RGS"].contains(segment.name) {
            if segment.isLocal {
                report(
                    .information, "hl7-local-segment", .informational,
                    "A segment of the sender's own is kept in the source; it has no place in the record's resources.",
                    at: segment.place,
                    rule: "HL7 v2 2.5.2")
            } else {
                reportUnmapped(segment)
            }
        }
    }

    mutating func reportUnmapped(_ segment: Segment) {
        report(
            .information, "hl7-segment-not-converted", .incomplete,
            "A segment is kept in the source; it has no place in the record's resources yet.", at: segment.place)
    }

    /// The Composition, so that every record has the same shape, and what the Bundle says of itself.
    ///
    /// - Parameter time: of the message; a document without one is refused before.
    mutating func compose(_ type: MessageType, at time: MessageTime) {
        let coding = Coding(system: type.type.system, code: type.type.code, display: type.type.display)
        var composition = Composition(
            status: compositionStatus(), type: CodeableConcept(coding: [coding]),
            date: time.fhir(zone: options.zone, sender: time),
            author: authors(), title: title(type))
        let identifier = messageIdentifier()
        composition.identifier = identifier
        composition.subject = patient
        composition.encounter = encounter
        composition.custodian = sender
        composition.section = sections
        composition.meta = meta
        if let narrative = groups.patientNotes.isEmpty
            ? nil : Self.narrative(paragraphs: groups.patientNotes.compactMap { note($0)?.text })
        {
            composition.section.append(Composition.Section(title: "Notes", text: narrative))
        }
        if composition.section.isEmpty {
            composition.section = [
                Composition.Section(title: type.title, text: Self.narrative(paragraphs: [type.title]))
            ]
        }
        resources.identifier = identifier
        resources.timestamp = messageTime.map { $0.instant(zone: options.zone, sender: messageTime) }
        resources.lead(with: composition, uuid: uuid("Composition", of: message.header.place))
    }

    private func title(_ type: MessageType) -> String {
        let about = groups.orders.lazy.compactMap { $0.obr?[4] }.compactMap { $0[1][2].text ?? $0[1][5].text }.first
        return groups.document.flatMap { $0[2][1][2].text } ?? about ?? type.title
    }

    /// MSH-10 in the sender's own system.
    private func messageIdentifier() -> Identifier {
        let header = message.header
        let system = AuthorityName.system(
            site: site, authority: header[3].text ?? "unnamed", type: "message")
        return Identifier(system: system, value: header[10].text ?? uuid("Bundle", of: header.place))
    }

    private mutating func authors() -> [Reference] {
        if let txa = groups.document {
            let authors = practitioners(txa[9])
            if !authors.isEmpty { return authors }
        }
        let interpreters = groups.orders.first?.obr.map { performers($0[32]) } ?? []
        if !interpreters.isEmpty { return interpreters }
        return [sender ?? Reference(display: message.header[3].text ?? "unknown")]
    }

    /// Preliminary while any report is; amended when one was corrected.
    private func compositionStatus() -> CompositionStatus {
        if let txa = groups.document {
            return mapped("document-completion-v2", txa[17]).flatMap { CompositionStatus(rawValue: $0) } ?? .final
        }
        let codes = groups.orders.compactMap { $0.obr?[25].text }
        if codes.contains(where: { ["P", "O", "I", "S", "A", "R"].contains($0) }) { return .preliminary }
        return codes.contains { ["C", "M"].contains($0) } ? .amended : .final
    }

    // MARK: sections and narrative

    func section(
        _ title: String, _ code: String, _ display: String?, _ entries: [Reference], narrative: Narrative? = nil
    ) -> Composition.Section {
        let coding = Coding(system: "http://loinc.org", code: code, display: display)
        return Composition.Section(
            title: title, code: CodeableConcept(coding: [coding]), text: narrative, entry: entries)
    }

    static func narrative(paragraphs: [String]) -> Narrative {
        var writer = NarrativeWriter()
        for paragraph in paragraphs {
            writer.begin(.p)
            for (position, line) in paragraph.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if position > 0 { writer.begin(.br) }
                writer.text(String(line))
            }
            writer.end()
        }
        return Narrative(status: .generated, div: writer.finish().text)
    }

    /// The observations of all orders as a table for people: what, value, unit, reference range, flag. Nil without any.
    func observationTable() -> Narrative? {
        let rows = groups.orders.flatMap(\.observations).map(\.obx).filter { $0[2].text != "ED" && $0[2].text != "RP" }
        guard !rows.isEmpty else { return nil }
        var writer = NarrativeWriter()
        writer.begin(.table)
        writer.begin(.thead)
        writer.begin(.tr)
        for head in ["Observation", "Value", "Unit", "Reference range", "Flag"] { writer.element(.th, text: head) }
        writer.end()
        writer.end()
        writer.begin(.tbody)
        for obx in rows {
            writer.begin(.tr)
            let code = obx[3][1]
            writer.element(.td, text: code[9].text ?? code[2].text ?? code[5].text ?? code[1].text ?? "")
            writer.element(.td, text: Self.words(obx))
            writer.element(.td, text: unit(obx[6]).text ?? "")
            writer.element(.td, text: obx[7].wholeText ?? "")
            writer.element(
                .td, text: obx[8].repetitions.compactMap { $0[2].text ?? $0[1].text }.joined(separator: ", "))
            writer.end()
        }
        writer.end()
        writer.end()
        return Narrative(status: .generated, div: writer.finish().text)
    }

    /// A value as people read it.
    private static func words(_ obx: Segment) -> String {
        let coded = ["CE", "CWE", "CNE", "CF"].contains(obx[2].text ?? "")
        return obx[5].repetitions.compactMap { repetition -> String? in
            if coded { return repetition[9].text ?? repetition[2].text ?? repetition[5].text ?? repetition[1].text }
            if obx[2].text == "SN" { return (1...4).compactMap { repetition[$0].text }.joined(separator: " ") }
            return repetition.wholeText
        }.joined(separator: "; ")
    }
}
