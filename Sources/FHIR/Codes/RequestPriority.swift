/// `http://hl7.org/fhir/ValueSet/request-priority`
public enum RequestPriority: String, FHIRCode {
    case routine, urgent, asap, stat
}
