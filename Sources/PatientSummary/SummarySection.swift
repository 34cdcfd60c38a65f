import FHIR
import JSONText

/// The sections of an International Patient Summary (IPS, <http://hl7.org/fhir/uv/ips/>) that a record can fill, in the order in which they
/// stand in it.
enum SummarySection: CaseIterable {
    case problems, allergies, medications, immunizations, results, vitalSigns, procedures, devices, pastIllness
    case socialHistory, functionalStatus, familyHistory, plan

    /// Problems, allergies and medications stand in every summary, filled or not.
    var isRequired: Bool {
        switch self {
        case .problems, .allergies, .medications: true
        default: false
        }
    }

    /// LOINC.
    var code: String {
        switch self {
        case .problems: "11450-4"
        case .allergies: "48765-2"
        case .medications: "10160-0"
        case .immunizations: "11369-6"
        case .results: "30954-2"
        case .vitalSigns: "8716-3"
        case .procedures: "47519-4"
        case .devices: "46264-8"
        case .pastIllness: "11348-0"
        case .socialHistory: "29762-2"
        case .functionalStatus: "47420-5"
        case .familyHistory: "10157-6"
        case .plan: "18776-5"
        }
    }

    /// LOINC's own name.
    var display: String {
        switch self {
        case .problems: "Problem list - Reported"
        case .allergies: "Allergies and adverse reactions Document"
        case .medications: "History of Medication use Narrative"
        case .immunizations: "History of Immunization note"
        case .results: "Relevant diagnostic tests/laboratory data note"
        case .vitalSigns: "Vital signs note"
        case .procedures: "History of Procedures Document"
        case .devices: "History of medical device use"
        case .pastIllness: "History of Past illness note"
        case .socialHistory: "Social history note"
        case .functionalStatus: "Functional status assessment note"
        case .familyHistory: "History of family member diseases note"
        case .plan: "Plan of care note"
        }
    }

    var title: String {
        switch self {
        case .problems: "Active problems"
        case .allergies: "Allergies and intolerances"
        case .medications: "Medication"
        case .immunizations: "Immunizations"
        case .results: "Results"
        case .vitalSigns: "Vital signs"
        case .procedures: "Procedures"
        case .devices: "Medical devices"
        case .pastIllness: "Past illnesses"
        case .socialHistory: "Social history"
        case .functionalStatus: "Functional status"
        case .familyHistory: "Illnesses in the family"
        case .plan: "Plan of care"
        }
    }

    /// Where a resource belongs; nil for what is no statement about the person that holds: entered in error, refuted, cancelled, not done, and types
    /// that only support others.
    init?(of resource: JSONValue) {
        let status = resource["status"]?.stringValue
        if status == "entered-in-error" || status == "cancelled" { return nil }
        switch resource["resourceType"]?.stringValue {
        case "AllergyIntolerance":
            guard !resource.isWithdrawn else { return nil }
            self = .allergies
        case "Condition":
            guard !resource.isWithdrawn else { return nil }
            self =
                resource.hasCode(of: ["inactive", "remission", "resolved"], in: "clinicalStatus")
                ? .pastIllness : .problems
        case "MedicationStatement", "MedicationRequest":
            guard status != "draft", status != "stopped", status != "not-taken" else { return nil }
            self = .medications
        case "Immunization": self = .immunizations
        case "Procedure":
            guard status != "not-done", status != "preparation" else { return nil }
            self = .procedures
        case "DeviceUseStatement": self = .devices
        case "DiagnosticReport": self = .results
        case "FamilyMemberHistory": self = .familyHistory
        case "ServiceRequest":
            guard status == "active" else { return nil }
            self = .plan
        case "Observation":
            if resource.hasCode(of: ["vital-signs"], in: "category") {
                self = .vitalSigns
            } else if resource.hasCode(of: ["social-history"], in: "category") {
                self = .socialHistory
            } else if resource.hasCode(of: ["survey"], in: "category") {
                self = .functionalStatus
            } else {
                self = .results
            }
        default: return nil
        }
    }

    /// Whether the newest statement of a code stands for the older ones too: what is measured or goes on, and not what happened on a day.
    var keepsNewestOfCode: Bool {
        switch self {
        case .problems, .allergies, .medications, .pastIllness, .results, .vitalSigns, .socialHistory,
            .functionalStatus,
            .devices:
            true
        case .immunizations, .procedures, .familyHistory, .plan: false
        }
    }
}

extension JSONValue {
    /// Whether a CodeableConcept, or one of several, has one of these codes.
    func hasCode(of codes: [String], in element: String) -> Bool {
        guard let value = self[element] else { return false }
        return (value.arrayValue ?? [value]).contains { concept in
            concept["coding"]?.arrayValue?.contains { codes.contains($0["code"]?.stringValue ?? "") } ?? false
        }
    }

    /// Said once, and not so.
    fileprivate var isWithdrawn: Bool { hasCode(of: ["entered-in-error", "refuted"], in: "verificationStatus") }
}
