import RecordTypes

/// Which of two rules that both apply is the stronger one. Compared from top to bottom, the first difference decides:
///
/// | | stronger | weaker |
/// | --- | --- | --- |
/// | emergency | a rule about breaking the glass | any other |
/// | target | one record › a category › an author › a period | the whole record |
/// | audience | a professional › an institution › a role | everyone |
/// | purpose | named | any |
/// | time | decided later | decided earlier |
/// | effect | a denial | an allowance, of the same moment |
struct Precedence: Comparable {
    /// Whether it says something of one document by name, or of emergencies: what an author's own word gives way to.
    var outweighsAuthor: Bool { emergency == 1 || target == 4 }

    private let emergency: Int
    private let target: Int
    private let audience: Int
    private let purpose: Int
    private let decided: Instant
    private let denies: Int

    init(_ rule: Restriction) {
        // It only applies to who breaks the glass, and then it is what the citizen decided about just that.
        emergency = rule.purpose == .breakTheGlass ? 1 : 0
        target =
            switch rule.target {
            case .wholeRecord: 0
            case .period: 1
            case .author: 2
            case .category: 3
            case .record: 4
            }
        audience =
            switch rule.audience {
            case .everyone: 0
            case .role: 1
            case .institution: 2
            case .professional: 3
            }
        purpose = rule.purpose == nil ? 0 : 1
        decided = rule.decided
        denies = rule.effect == .deny ? 1 : 0
    }

    static func < (left: Precedence, right: Precedence) -> Bool {
        (left.emergency, left.target, left.audience, left.purpose) == (
            right.emergency, right.target, right.audience, right.purpose
        )
            ? (left.decided, left.denies) < (right.decided, right.denies)
            : (left.emergency, left.target, left.audience, left.purpose) < (
                right.emergency, right.target, right.audience, right.purpose
            )
    }
}
