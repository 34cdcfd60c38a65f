/// XML namespaces of CDA documents.
public enum CDANamespace {
    public static let hl7 = "urn:hl7-org:v3"
    /// Extensions of HL7's Structured Documents group.
    public static let sdtc = "urn:hl7-org:sdtc"
    public static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"
    /// Medication details of IHE Pharmacy and eHDSI: each wrote its own.
    public static let pharmacy: Set<String> = [
        "urn:hl7-org:pharm", "urn:ihe:pharm:medication", "urn:ihe:pharm", "urn:epsos-org:ep:medication",
    ]
    /// Estonian extensions.
    public static let estonia = "urn:hl7-EE-DL-Ext:v1"
}
