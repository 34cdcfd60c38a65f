import Profiles
import XMLReader

/// What the profiles say of the statements of one document: each is looked up once, and asked for many times.
final class KnownKinds {
    private enum Answer {
        case notAsked
        case unknown
        case known(StatementKind)
    }

    private var answers: [Answer]

    init(_ document: XMLDocument) { answers = [Answer](repeating: .notAsked, count: document.nodeCount) }

    func kind(of element: XMLElement, lookingUp: () -> StatementKind?) -> StatementKind? {
        switch answers[element.position] {
        case .known(let kind): return kind
        case .unknown: return nil
        case .notAsked:
            let kind = lookingUp()
            answers[element.position] = kind.map(Answer.known) ?? .unknown
            return kind
        }
    }
}
