/// What a country says about terms towards its citizens.
public struct CitizenTerms: Hashable, Sendable {
    /// How long an institution has for an answer; then the ministry sees the question.
    public var answerWithin: Duration
    /// How long an author may hold a document back from the person at most.
    public var longestHoldBack: Duration

    public init(
        answerWithin: Duration = .seconds(30 * 86_400), longestHoldBack: Duration = .seconds(90 * 86_400)
    ) {
        self.answerWithin = answerWithin
        self.longestHoldBack = longestHoldBack
    }
}
