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
        (namespace, universalID, kind) = (repetition[1].text, repetition[2].text, repetition[3].text)
        place = repetition.place
    }

    /// Its parts are the second to fourth components of an EI.
    init(assigning entityIdentifier: Repetition) {
        (namespace, universalID, kind) = (
            entityIdentifier[2].text, entityIdentifier[3].text, entityIdentifier[4].text
        )
        place = entityIdentifier.place
    }

    /// Its parts are subcomponents.
    init(_ component: Component) {
        (namespace, universalID, kind) = (component[1], component[2], component[3])
        place = component.place
    }
}
