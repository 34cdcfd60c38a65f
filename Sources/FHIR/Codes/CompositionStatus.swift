/// `http://hl7.org/fhir/ValueSet/composition-status`
public enum CompositionStatus: String, FHIRCode {
    case preliminary, final, amended
    case enteredInError = "entered-in-error"
}
