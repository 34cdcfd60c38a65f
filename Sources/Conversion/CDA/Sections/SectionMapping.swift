import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

/// Where a statement stands: what its section is about decides what an unmarked entry is.
struct SectionContext {
    let kind: SectionKind?
    /// The section's own code, for categories.
    let code: ConceptDescriptor?
    /// What the results of a group are of, where the group or its section says it.
    var results: ResultClass?

    init(kind: SectionKind?, code: ConceptDescriptor?, results: ResultClass? = nil) {
        self.kind = kind
        self.code = code
        self.results = results
    }
}

/// What results are of when not of the laboratory: the targets of the map `result-class`.
enum ResultClass: String {
    case imaging
    /// Other examinations of the body: an electrocardiogram, an endoscopy.
    case procedure
}

extension CDAMapping {
    /// What a section is: by the first of its templates that is known, otherwise by its code.
    func sectionKind(_ section: CDA.Section) -> SectionKind? {
        for template in section.element.each(.templateId) {
            guard let root = template.wordBytes(.root) else { continue }
            if let kind = profiles.section(template: root, extension: template.wordBytes(.extension)) { return kind }
        }
        guard let code = section.code else { return nil }
        return code.code.flatMap { profiles.section(code: $0, codeSystem: code.codeSystem) }
    }

    /// section → Composition.section: narrative always, entries as resources, sections within.
    mutating func section(_ source: CDA.Section, inherited: SectionKind?) -> Composition.Section {
        let kind = sectionKind(source) ?? inherited
        if kind == nil {
            findings.add(
                .information, "cda-unknown-section", .notFound,
                "The section is not known to the profiles; its narrative is kept, its entries are read by their own templates.",
                at: source.code?.element ?? source.element, rule: "profiles: sections",
                remedy: "Have the section's template or code added to the profiles.")
        }
        let outerSecurity = security
        let recorder = outerRecorder
        let outerInformants = sectionInformants
        if !source.informants.isEmpty { sectionInformants = source.informants }
        if let labels = source.confidentiality.map({ labels($0) }), !labels.isEmpty {
            security += labels.filter { !security.contains($0) }
        }
        let authors = source.authors.compactMap { $0.entity }.compactMap { actor($0) }
        if let author = authors.first { outerRecorder = somebody(author) }
        let outerRelative = relative
        if let own = source.subject?.child(.relatedSubject) { relative = own }
        defer {
            security = outerSecurity
            outerRecorder = recorder
            sectionInformants = outerInformants
            relative = outerRelative
        }

        var result = Composition.Section(
            title: source.title ?? source.code?.displayName, code: concept(source.code), author: authors)
        result.focus = relative.map { subject($0) }
        if let text = source.text {
            result.text = NarrativeBlock(narrative: narrative).narrative(text)
        }
        let context = SectionContext(kind: kind, code: source.code)
        var listed: Set<String> = []
        for entry in source.entries {
            guard let statement = ClinicalStatement(within: entry) else {
                findings.add(
                    .warning, "cda-entry-without-statement", .structure, "An entry holds no clinical statement.",
                    at: entry,
                    rule: "CDA R2 4.3.4", remedy: "Send observation, act, substanceAdministration … within entry.")
                continue
            }
            let mapped = map(statement, in: context) + mapForgotten(below: statement, in: context)
            for reference in mapped + loose
            where listed.insert(reference.reference ?? reference.identifier?.value ?? "").inserted {
                result.entry.append(reference)
            }
            loose = []
        }
        result.section = nested(source, inherited: kind == .narrative ? nil : kind)
        complete(&result, source)
        return result
    }

    private mutating func nested(_ source: CDA.Section, inherited: SectionKind?) -> [Composition.Section] {
        guard !source.sections.isEmpty else { return [] }
        guard depth < Self.depthLimit else {
            findings.add(
                .error, "cda-too-deep", .tooLong, "Sections lie deeper in one another than is converted.",
                at: source.element,
                rule: "Ankur limits", remedy: "Send a flatter document.")
            return []
        }
        depth += 1
        defer { depth -= 1 }
        return source.sections.map { section($0, inherited: inherited) }
    }

    /// cmp-1: a section has text, entries or sections; cmp-2: an emptyReason only without entries.
    private func complete(_ result: inout Composition.Section, _ source: CDA.Section) {
        if source.nullFlavor != nil, result.entry.isEmpty, result.section.isEmpty {
            result.emptyReason = fixed(
                CodeSystemURI.listEmptyReason, source.nullFlavor == .notAsked ? "notasked" : "unavailable")
        }
        if result.text == nil, result.entry.isEmpty, result.section.isEmpty { result.text = NarrativeBlock.words("–") }
    }
}
