/// `http://hl7.org/fhir/ValueSet/event-status`
public enum EventStatus: String, FHIRCode {
    case preparation
    case inProgress = "in-progress"
    case notDone = "not-done"
    case onHold = "on-hold"
    case stopped, completed
    case enteredInError = "entered-in-error"
    case unknown
}
