import CDA
import FHIR
import RecordTypes
import XMLReader

/// The same thing told twice in one document is one resource: a problem on the list and as the diagnosis of a visit.
extension CDAMapping {
    /// What a statement before this one became that has the same identifier and says the same; nil where there is none.
    ///
    /// What has the same identifier and says something else is kept beside it, and reported: nobody here can know which of the two holds.
    /// - Parameter type: what the statement has to have become; a problem that was met before as the reason of a medicine only is still
    ///   to become a Condition.
    mutating func twin(of statement: ClinicalStatement, as type: String? = nil) -> Reference? {
        guard let key = keys(of: statement).first, let known = statements[key], let first = known.first,
            first != statement.element, first.isNamed(statement.element),
            type == nil || self.type(of: known.reference) == type
        else { return nil }
        guard Self.isSame(first, statement.element, depth: 0) else {
            findings.addOnce(
                key, .information, "cda-same-id-other-content", .duplicate,
                "Two entries carry the same identifier and say different things; both are kept.", at: statement.element,
                rule: "CDA R2 data types: II", remedy: "Give each entry its own id, or say the same in both.")
            return nil
        }
        // Whatever stands in it stands in the output already.
        var waiting = [statement.element]
        while let element = waiting.popLast() {
            reached.insert(element)
            take(element)
            waiting += element.children
        }
        return known.reference
    }

    /// Whether an act around a statement says what the act around the first statement of the same identifier says.
    func isToldAgain(_ concern: ClinicalStatement, around statement: ClinicalStatement) -> Bool {
        guard let key = statement.key, let first = statements[key]?.first,
            let act = first.parent?.parent, act != concern.element
        else { return false }
        return Self.isSame(act, concern.element, depth: 0)
    }

    /// Equal elements but for templates, pointers into the narrative and white space.
    private static func isSame(_ one: XMLElement, _ other: XMLElement, depth: Int) -> Bool {
        guard depth < depthLimit, one.isNamed(other), one.attributes.count == other.attributes.count else {
            return false
        }
        for attribute in one.attributes where attribute.name.local != "ID" {
            guard other.attribute(attribute.name.local, in: attribute.name.namespace) == attribute.value else {
                return false
            }
        }
        func counts(_ element: XMLElement) -> Bool { !element.isNamed(.templateId) && !element.isNamed(.text) }
        let (left, right) = (one.children.filter(counts), other.children.filter(counts))
        guard left.count == right.count,
            XMLElement.collapsed(one.ownWords) == XMLElement.collapsed(other.ownWords)
        else { return false }
        return zip(left, right).allSatisfy { isSame($0, $1, depth: depth + 1) }
    }
}

extension XMLElement {
    fileprivate func isNamed(_ other: XMLElement) -> Bool { name == other.name }
}
