/// `http://hl7.org/fhir/ValueSet/document-relationship-type`
public enum DocumentRelationshipType: String, FHIRCode {
    case replaces, transforms, signs, appends
}
