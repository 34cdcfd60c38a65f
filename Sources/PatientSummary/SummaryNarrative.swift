import FHIR
import JSONText
import MarkupText

/// The summary in words: a table a section, a line a statement.
enum SummaryNarrative {
    static let loinc = "http://loinc.org"
    static let nameless = "(not named)"

    static func origin(records: Int, isPartial: Bool) -> Narrative {
        var narrative = NarrativeWriter(language: "en")
        narrative.element(
            .p,
            text: "Put together by machine from \(records) record\(records == 1 ? "" : "s") that the reader may see. "
                + "Nobody has reviewed it.")
        if isPartial { narrative.element(.p, text: "There are older records that were not looked into.") }
        return Narrative(status: .generated, div: narrative.finish().text)
    }

    static func section(_ section: SummarySection, _ resources: [JSONValue]) -> Narrative {
        var narrative = NarrativeWriter(language: "en")
        guard !resources.isEmpty else {
            narrative.element(.p, text: "No information is available here.")
            return Narrative(status: .generated, div: narrative.finish().text)
        }
        narrative.begin(.table)
        narrative.begin(.thead)
        narrative.begin(.tr)
        for head in ["What", "Value", "When", "Status"] { narrative.element(.th, text: head) }
        narrative.end()
        narrative.end()
        narrative.begin(.tbody)
        for resource in resources {
            narrative.begin(.tr)
            narrative.element(.td, text: name(of: resource))
            narrative.element(.td, text: value(of: resource))
            narrative.element(.td, text: time(of: resource) ?? "")
            narrative.element(.td, text: status(of: resource))
            narrative.end()
        }
        narrative.end()
        narrative.end()
        return Narrative(status: .generated, div: narrative.finish().text)
    }

    /// What a resource is about.
    static func concept(of resource: JSONValue) -> JSONValue? {
        for element in ["code", "medicationCodeableConcept", "vaccineCode", "relationship"] {
            if let concept = resource[element] { return concept }
        }
        return nil
    }

    static func name(of resource: JSONValue) -> String {
        let name =
            concept(of: resource).flatMap(words) ?? resource["medicationReference"]?["display"]?.stringValue
            ?? resource["device"]?["display"]?.stringValue ?? nameless
        return resource["doNotPerform"]?.boolValue == true ? "Not to be given: \(name)" : name
    }

    private static func words(_ concept: JSONValue) -> String? {
        let codings = concept["coding"]?.arrayValue ?? []
        return concept["text"]?.stringValue ?? codings.lazy.compactMap { $0["display"]?.stringValue }.first
            ?? codings.lazy.compactMap { $0["code"]?.stringValue }.first
    }

    private static func value(of resource: JSONValue) -> String {
        let own = single(resource)
        let parts = (resource["component"]?.arrayValue ?? []).compactMap { part in
            single(part).map { value in "\(part["code"].flatMap(words) ?? nameless): \(value)" }
        }
        if let text = own ?? (parts.isEmpty ? nil : parts.joined(separator: "; ")) { return text }
        if let conclusion = resource["conclusion"]?.stringValue { return conclusion }
        let doses = (resource["dosage"] ?? resource["dosageInstruction"])?.arrayValue ?? []
        return doses.compactMap { $0["text"]?.stringValue ?? $0["patientInstruction"]?.stringValue }
            .joined(separator: "; ")
    }

    private static func single(_ resource: JSONValue) -> String? {
        if let quantity = resource["valueQuantity"], case .number(let number)? = quantity["value"] {
            let unit = quantity["unit"]?.stringValue ?? quantity["code"]?.stringValue ?? ""
            return "\(quantity["comparator"]?.stringValue ?? "")\(number) \(unit)"
        }
        if let concept = resource["valueCodeableConcept"] { return words(concept) }
        for element in ["valueString", "valueDateTime", "valueTime"] {
            if let text = resource[element]?.stringValue { return text }
        }
        if case .number(let number)? = resource["valueInteger"] { return number }
        if let flag = resource["valueBoolean"]?.boolValue { return flag ? "yes" : "no" }
        return resource["dataAbsentReason"].flatMap(words).map { "no value: \($0)" }
    }

    /// When it was or began, as its sender wrote it.
    static func time(of resource: JSONValue) -> String? {
        for element in [
            "effectiveDateTime", "effectiveInstant", "onsetDateTime", "performedDateTime", "occurrenceDateTime",
            "recordedDate", "recordedOn", "timingDateTime", "dateAsserted", "authoredOn", "date", "issued",
        ] {
            if let text = resource[element]?.stringValue { return text }
        }
        for element in ["effectivePeriod", "onsetPeriod", "performedPeriod", "occurrencePeriod", "timingPeriod"] {
            guard let period = resource[element] else { continue }
            let start = period["start"]?.stringValue, end = period["end"]?.stringValue
            if start != nil || end != nil { return "\(start ?? "…") – \(end ?? "")" }
        }
        return nil
    }

    private static func status(of resource: JSONValue) -> String {
        for element in ["clinicalStatus", "verificationStatus"] {
            if let text = resource[element].flatMap(words) { return text }
        }
        return resource["status"]?.stringValue ?? ""
    }
}
