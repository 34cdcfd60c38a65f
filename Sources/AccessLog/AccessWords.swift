internal import FHIR
internal import RecordTypes

extension AccessEvent.Action {
    /// BALP's Query rather than its Read.
    var isQuery: Bool {
        switch self {
        case .readRecord, .readSource, .readEntry, .exportRecords: false
        case .searchRecords, .searchContents, .readAccessLog, .readRestrictions: true
        }
    }

    /// As which FHIR resource a record is looked at.
    var recordType: String {
        switch self {
        case .readSource: "Binary"
        case .readEntry, .searchRecords: "DocumentReference"
        case .readRecord, .searchContents, .readAccessLog, .readRestrictions, .exportRecords: "Bundle"
        }
    }

    /// `http://hl7.org/fhir/restful-interaction`.
    var interaction: String { isQuery ? "search-type" : "read" }

    var words: String {
        switch self {
        case .readRecord: "record opened"
        case .readSource: "original document opened"
        case .readEntry: "description of a record read"
        case .searchRecords: "records listed"
        case .searchContents: "records searched"
        case .readAccessLog: "access log read"
        case .readRestrictions: "restrictions read"
        case .exportRecords: "records exported"
        }
    }
}

extension AccessEvent.Outcome {
    var isSuccess: Bool { self == .released || self == .empty }

    var words: String {
        switch self {
        case .released: "released"
        case .refused: "refused"
        case .notFound: "not found"
        case .empty: "nothing found"
        }
    }
}

extension AccessEvent.Actor.Kind {
    var words: String {
        switch self {
        case .citizen: "citizen"
        case .institution: "institution"
        case .official: "ministry official"
        case .operatorConsole: "operator at the gateway's console"
        }
    }
}

extension PurposeOfUse {
    var concept: CodeableConcept {
        CodeableConcept(coding: [Coding(system: "http://terminology.hl7.org/CodeSystem/v3-ActReason", code: rawValue)])
    }
}
