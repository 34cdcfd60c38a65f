public import RecordTypes

extension [Restriction] {
    /// The rules that count now: those in force, without what a later one takes the place of (``Restriction/replacesNarrower``).
    func effective(at now: Instant) -> [Restriction] {
        let sweeping = filter { rule in rule.replacesNarrower && rule.until.map { now < $0 } ?? true }
        guard !sweeping.isEmpty else { return self }
        return filter { rule in !sweeping.contains { $0.replaces(rule) } }
    }
}

extension Restriction {
    /// Whether everything that `earlier` says is answered anew by this rule.
    ///
    /// Of the same moment a denial replaces and an allowance does not: in doubt it is closed.
    fileprivate func replaces(_ earlier: Restriction) -> Bool {
        guard earlier != self, earlier.decided < decided || earlier.decided == decided && effect == .deny else {
            return false
        }
        return covers(earlier)
    }

    /// Whether `other` is about part of this rule's question. What was decided about emergencies is a question of its own.
    fileprivate func covers(_ other: Restriction) -> Bool {
        let purposes =
            purpose == nil ? other.purpose != .breakTheGlass : purpose == other.purpose
        return purposes && (target == .wholeRecord || target == other.target)
            && (audience == .everyone || audience == other.audience)
    }
}

extension ConsentDecision {
    /// The earlier decisions that stay exceptions to a new one: they are about part of its question, decide otherwise, and are stronger.
    ///
    /// What a citizen must be told when they close everything while one hospital is still allowed.
    public static func exceptions(
        to rule: Restriction, among restrictions: [Restriction], at now: Instant
    ) -> [Restriction] {
        (restrictions + [rule]).effective(at: now).filter { other in
            other != rule && other.effect != rule.effect && other.until.map { now < $0 } ?? true && rule.covers(other)
                && Precedence(rule) < Precedence(other)
        }
    }
}
