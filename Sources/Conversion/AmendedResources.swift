import FHIR
import JSONText

/// The resources of a Bundle that a later place of the document, or a later segment, may tell more of: each kept as it is, in a list of
/// its type, until the Bundle is written.
struct AmendedResources {
    /// Where one of them stands in the list of its type.
    enum Place {
        case device(Int)
        case encounter(Int)
        case location(Int)
        case medicationDispense(Int)
        case organization(Int)
        case practitioner(Int)
    }

    private var devices: [Device] = []
    private var encounters: [Encounter] = []
    private var locations: [Location] = []
    private var dispenses: [MedicationDispense] = []
    private var organizations: [Organization] = []
    private var practitioners: [Practitioner] = []

    /// Whether resources of a type are amended.
    @inline(__always)
    static func keeps<R: Resource>(_ type: R.Type) -> Bool {
        type == Organization.self || type == Practitioner.self || type == Location.self || type == Encounter.self
            || type == Device.self || type == MedicationDispense.self
    }

    /// Keeps a resource of one of the types that are amended (``keeps(_:)``).
    @inline(__always)
    mutating func keep<R: Resource>(_ resource: R) -> Place {
        if R.self == Organization.self { return .organization(Self.append(resource, to: &organizations)) }
        if R.self == Practitioner.self { return .practitioner(Self.append(resource, to: &practitioners)) }
        if R.self == Location.self { return .location(Self.append(resource, to: &locations)) }
        if R.self == Encounter.self { return .encounter(Self.append(resource, to: &encounters)) }
        if R.self == Device.self { return .device(Self.append(resource, to: &devices)) }
        return .medicationDispense(Self.append(resource, to: &dispenses))
    }

    @inline(__always)
    private static func append<R: Resource, Kept: Resource>(_ resource: R, to list: inout [Kept]) -> Int {
        if let kept = resource as? Kept { list.append(kept) }
        return list.count - 1
    }

    mutating func amend(_ place: Place, _ change: (inout AnyResource) -> Void) {
        switch place {
        case .device(let at):
            var any = AnyResource.device(devices[at])
            change(&any)
            if case .device(let device) = any { devices[at] = device }
        case .encounter(let at):
            var any = AnyResource.encounter(encounters[at])
            change(&any)
            if case .encounter(let encounter) = any { encounters[at] = encounter }
        case .location(let at):
            var any = AnyResource.location(locations[at])
            change(&any)
            if case .location(let location) = any { locations[at] = location }
        case .medicationDispense(let at):
            var any = AnyResource.medicationDispense(dispenses[at])
            change(&any)
            if case .medicationDispense(let dispense) = any { dispenses[at] = dispense }
        case .organization(let at):
            var any = AnyResource.organization(organizations[at])
            change(&any)
            if case .organization(let organization) = any { organizations[at] = organization }
        case .practitioner(let at):
            var any = AnyResource.practitioner(practitioners[at])
            change(&any)
            if case .practitioner(let practitioner) = any { practitioners[at] = practitioner }
        }
    }

    func write(_ place: Place, to json: inout JSONWriter) {
        switch place {
        case .device(let at): devices.span.lend(at) { $0.write(to: &json) }
        case .encounter(let at): encounters.span.lend(at) { $0.write(to: &json) }
        case .location(let at): locations.span.lend(at) { $0.write(to: &json) }
        case .medicationDispense(let at): dispenses.span.lend(at) { $0.write(to: &json) }
        case .organization(let at): organizations.span.lend(at) { $0.write(to: &json) }
        case .practitioner(let at): practitioners.span.lend(at) { $0.write(to: &json) }
        }
    }
}
