/// `http://hl7.org/fhir/ValueSet/administrative-gender`
public enum AdministrativeGender: String, FHIRCode {
    case male, female, other, unknown
}
