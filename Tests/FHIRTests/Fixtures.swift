import JSONText
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Resources with every element of R4 in them, one a line, each choice element with another of its types from line to line.
enum Fixtures {
    static let resourceTypes = [
        "AllergyIntolerance", "Appointment", "AuditEvent", "Basic", "Binary", "Bundle", "CapabilityStatement",
        "CarePlan",
        "CareTeam", "Composition", "Condition", "Consent", "Coverage", "Device", "DeviceUseStatement",
        "DiagnosticReport",
        "DocumentReference", "Encounter", "FamilyMemberHistory", "Flag", "Goal", "Immunization", "Location", "Media",
        "MessageHeader",
        "Medication", "MedicationAdministration", "MedicationDispense", "MedicationRequest", "MedicationStatement",
        "Observation", "OperationOutcome", "Organization", "Parameters", "Patient", "Practitioner", "PractitionerRole",
        "Procedure", "Provenance", "RelatedPerson", "ServiceRequest", "Specimen",
    ]

    static func lines(_ resourceType: String) throws -> [[UInt8]] {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let bytes = try #require(read("/\(folder)/Fixtures/\(resourceType).ndjson"))
        return bytes.split(separator: 0x0A).map(Array.init)
    }

    static func file(_ path: String) -> [UInt8]? { read(path) }

    private static func read(_ path: String) -> [UInt8]? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = unsafe fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return bytes
    }
}
