/// `http://hl7.org/fhir/ValueSet/request-status`
public enum RequestStatus: String, FHIRCode {
    case draft, active
    case onHold = "on-hold"
    case revoked, completed
    case enteredInError = "entered-in-error"
    case unknown
}
