import FHIR
import HL7v2
import Profiles
import RecordTypes

/// Where the levels of a place stand in PL and in NDL.
struct LocationComponents {
    /// From the largest to the smallest: component and code of location-physical-type. A point of care has no code of its own.
    let levels: [(component: Int, type: (code: String, display: String)?)]
    let status: Int
    let description: Int?
    /// PL.10 and PL.11.
    let identifier: (id: Int, authority: Int)?

    static let pl = LocationComponents(
        levels: levels(facility: 4, building: 7, floor: 8, pointOfCare: 1, room: 2, bed: 3), status: 5, description: 9,
        identifier: (10, 11))
    static let ndl = LocationComponents(
        levels: levels(facility: 7, building: 10, floor: 11, pointOfCare: 4, room: 5, bed: 6), status: 8,
        description: nil, identifier: nil)

    private static func levels(
        facility: Int, building: Int, floor: Int, pointOfCare: Int, room: Int, bed: Int
    ) -> [(component: Int, type: (code: String, display: String)?)] {
        [
            (facility, ("si", "Site")), (building, ("bu", "Building")), (floor, ("lvl", "Level")), (pointOfCare, nil),
            (room, ("ro", "Room")), (bed, ("bd", "Bed")),
        ]
    }
}

extension MessageMapping {
    /// PL or NDL → the most granular Location; each is part of the next larger one. One for each place that the message names.
    mutating func location(_ repetition: Repetition, _ at: LocationComponents = .pl) -> Reference? {
        guard repetition.hasValue else { return nil }
        guard let last = at.levels.last(where: { repetition[$0.component].hasValue })?.component else {
            return describedLocation(repetition, at)
        }
        var parent: Reference?
        for level in at.levels {
            let component = repetition[level.component]
            guard component.hasValue else { continue }
            let isLast = level.component == last
            let key =
                isLast
                ? ActorKey.mostGranularPlace(
                    within: parent?.reference, component: level.component, whole: repetition.wholeText)
                : .place(within: parent?.reference, component: level.component, text: component.wholeText)
            if let known = actors[key] {
                parent = known
                continue
            }
            let hd = HierarchicDesignator(component)
            var resource = Location()
            resource.identifier = identifiers(namespace: hd.namespace, universalID: hd.universalID, kind: hd.kind)
            resource.name = hd.namespace ?? hd.universalID
            resource.mode = .instance
            resource.physicalType = level.type.map {
                fixed("http://terminology.hl7.org/CodeSystem/location-physical-type", $0.code, $0.display)
            }
            resource.partOf = parent
            if isLast { addDetails(of: repetition, at, to: &resource) }
            parent = actor(resource, called: hd.namespace ?? hd.universalID, of: hd.place, key: key)
        }
        parent?.display = at.levels.compactMap { repetition[$0.component].text }.joined(separator: ", ")
        return parent
    }

    /// A place that no level names, only words.
    private mutating func describedLocation(_ repetition: Repetition, _ at: LocationComponents) -> Reference? {
        guard let description = at.description, repetition[description].hasValue else { return nil }
        var resource = Location()
        addDetails(of: repetition, at, to: &resource)
        resource.mode = .instance
        let key = ActorKey.mostGranularPlace(within: nil, component: description, whole: repetition.wholeText)
        return actor(resource, called: resource.description, of: repetition.place, key: key)
    }

    private mutating func addDetails(of repetition: Repetition, _ at: LocationComponents, to resource: inout Location) {
        resource.status = repetition[at.status].text.flatMap { Location.Status(rawValue: $0.lowercased()) }
        resource.description = at.description.flatMap { repetition[$0].text }
        guard let identifier = at.identifier, let value = repetition[identifier.id].text else { return }
        var comprehensive = Identifier(value: value)
        let id = repetition[identifier.id]
        comprehensive.system = universalSystem(id[3], kind: id[4])
        comprehensive.assigner = organization(namedBy: HierarchicDesignator(repetition[identifier.authority]))
        resource.identifier.append(comprehensive)
    }
}
