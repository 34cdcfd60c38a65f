/// `http://hl7.org/fhir/ValueSet/days-of-week`
public enum DayOfWeek: String, FHIRCode {
    case mon, tue, wed, thu, fri, sat, sun
}
