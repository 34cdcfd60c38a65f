import HL7v2
import RecordTypes

/// HD: a local name, and a number that is known beyond; a field by itself (MSH-4) or part of another data type (CX.4).
struct HierarchicDesignator {
    let namespace: String?
    let universalID: String?
    let kind: String?
    let place: Issue.HL7Place

    /// Its parts are components.
    init(_ repetition: Repetition) {
        (namespace, universalID, kind) = (repetition.text(1), repetition.text(2), repetition.text(3))
        place = repetition.place
    }

    /// Its parts are the second to fourth components of an EI.
    init(assigning entityIdentifier: Repetition) {
        (namespace, universalID, kind) = (
            entityIdentifier.text(2), entityIdentifier.text(3), entityIdentifier.text(4)
        )
        place = entityIdentifier.place
    }

    /// Its parts are subcomponents.
    init(_ component: Component) {
        (namespace, universalID, kind) = (component[1], component[2], component[3])
        place = component.place
    }
}
