import JSONText
import RecordTypes

/// To whom a document says itself that it is not open: by the confidentiality codes of its Composition.
///
/// Estonian documents speak to three audiences, each by itself (TIS: N open, R restricted, V closed): the patient in the code itself, clinicians
/// and guardians in translations of it. A document without these translations speaks of confidentiality in general, which closes it to
/// nobody here: what is restricted among clinicians is not therefore hidden from the patient.
extension BundleParts {
    var closedTo: Set<DocumentAudience> {
        guard let composition = entries.first, composition.resourceType == "Composition",
            let json = try? JSONValue(parsing: composition.bytes),
            let labels = json["resource"]?["meta"]?["security"]?.arrayValue
        else { return [] }
        var closed: Set<DocumentAudience> = []
        var speaksToAudiences = false
        for label in labels {
            guard let audience = label["system"]?.stringValue.flatMap(DocumentAudience.init(confidentialitySystem:))
            else { continue }
            if audience != .patient { speaksToAudiences = true }
            if let code = label["code"]?.stringValue, ["R", "V"].contains(code) { closed.insert(audience) }
        }
        return speaksToAudiences ? closed : []
    }
}

extension DocumentAudience {
    /// The last arc of an Estonian code system is the version of its list, and counts for nothing.
    fileprivate init?(confidentialitySystem system: String) {
        if system == "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
            || system == "urn:oid:2.16.840.1.113883.5.25"
        {
            self = .patient
        } else if system.hasPrefix("urn:oid:1.3.6.1.4.1.28284.6.2.2.39.") || system.hasSuffix("28284.6.2.2.39") {
            self = .clinician
        } else if system.hasPrefix("urn:oid:1.3.6.1.4.1.28284.6.2.2.37.") || system.hasSuffix("28284.6.2.2.37") {
            self = .guardian
        } else {
            return nil
        }
    }
}
